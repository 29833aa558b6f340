using System.Globalization;
using Cake.Core;
using Cake.Core.Composition;
using Cake.Core.Diagnostics;
using Cake.Frosting.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting.Tests;

public sealed class InjectionTests
{
    [Fact]
    public void Services_reach_the_constructors_of_contexts_lifetimes_and_tasks_and_are_the_same_everywhere()
    {
        using var program = new SampleProgram().With<Counting>().Using(host => host
            .UseStartup<Startup>()
            .UseContext<KitchenContext>()
            .UseLifetime<KitchenLifetime>()
            .UseTaskLifetime<KitchenTaskLifetime>());

        Assert.Equal(0, program.Run("--target=Counting"));

        Assert.Equal(["context 1", "setup 2", "task setup 3", "task 4"], program.Happened);
    }

    [Fact]
    public void Cake_s_own_services_can_be_asked_for()
    {
        using var program = new SampleProgram().With<AsksForLog>();

        Assert.Equal(0, program.Run("--target=AsksForLog"));

        Assert.Contains("through the constructor", program.Log);
    }

    [Fact]
    public void A_service_of_Cake_can_be_replaced()
    {
        using var program = new SampleProgram().With<AsksForLog>();
        program.Host.ConfigureServices(services => services.AddSingleton<ICakeLog, NotingLog>());

        Assert.Equal(0, program.Run("--target=AsksForLog"));

        Assert.Contains("Information: through the constructor", program.Happened);
    }

    [Fact]
    public void A_module_registers_its_services()
    {
        using var program = new SampleProgram().With<AsksForLog>().Using(host => host.UseModule<LogModule>());

        Assert.Equal(0, program.Run("--target=AsksForLog"));

        Assert.Contains("Information: through the constructor", program.Happened);
    }

    [Fact]
    public void Without_a_context_of_the_program_a_task_gets_a_Frosting_context()
    {
        using var program = new SampleProgram().With<NamesContext>();

        Assert.Equal(0, program.Run("--target=NamesContext"));

        Assert.Equal([nameof(FrostingContext)], program.Happened);
    }

    [Fact]
    public void Of_two_contexts_the_last_one_counts()
    {
        using var program = new SampleProgram().With<NamesContext>()
            .Using(host => host.UseStartup<Startup>().UseContext<KitchenContext>().UseContext<OtherContext>());

        Assert.Equal(0, program.Run("--target=NamesContext"));

        Assert.Equal([nameof(OtherContext)], program.Happened);
    }

    [Fact]
    public void Every_part_of_a_task_gets_the_same_context()
    {
        using var program = new SampleProgram().With<ComparesContexts>().Using(host => host.UseContext<OtherContext>().UseLifetime<OtherLifetime>());

        Assert.Equal(0, program.Run("--target=ComparesContexts"));

        Assert.Equal(["should run: True", "run: True", "on error: True", "finally: True"], program.Happened);
    }

    [Fact]
    public void A_task_for_another_context_is_left_out_with_a_warning_that_names_the_context()
    {
        using var program = new SampleProgram().With<NeedsKitchen>().With<NamesContext>().Using(host => host.UseContext<OtherContext>());

        Assert.Equal(0, program.Run("--target=NamesContext"));
        Assert.Contains(nameof(KitchenContext), program.Log);

        Assert.Equal(1, program.Run("--target=NeedsKitchen"));
        Assert.DoesNotContain("NeedsKitchen", program.Happened);
    }

    [Fact]
    public void A_task_for_a_base_of_the_context_is_taken()
    {
        using var program = new SampleProgram().With<NeedsFrostingContext>().Using(host => host.UseContext<OtherContext>());

        Assert.Equal(0, program.Run("--target=NeedsFrostingContext"));

        Assert.Equal([nameof(OtherContext)], program.Happened);
    }

    [Fact]
    public void A_task_without_a_base_class_of_Frosting_is_refused()
    {
        using var program = new SampleProgram().With<NoBaseClass>();

        Assert.Equal(1, program.Run("--target=NoBaseClass"));

        Assert.Contains(nameof(FrostingTask), program.Log);
        Assert.Contains(nameof(AsyncFrostingTask), program.Log);
    }

    private sealed class Counter
    {
        private int _count;

        public int Next() => ++_count;
    }

    private sealed class Startup : IFrostingStartup
    {
        public void Configure(IServiceCollection services) => services.AddSingleton<Counter>();
    }

    private sealed class KitchenContext : FrostingContext
    {
        public KitchenContext(ICakeContext context, Counter counter, Journal journal)
            : base(context)
        {
            Counter = counter;
            journal.Note($"context {counter.Next()}");
        }

        public Counter Counter { get; }
    }

    private sealed class OtherContext(ICakeContext context) : FrostingContext(context);

    private sealed class KitchenLifetime(Counter counter, Journal journal) : FrostingLifetime<KitchenContext>
    {
        public override void Setup(KitchenContext context, ISetupContext info) => journal.Note($"setup {counter.Next()}");

        public override void Teardown(KitchenContext context, ITeardownContext info)
        {
        }
    }

    private sealed class KitchenTaskLifetime(Counter counter, Journal journal) : FrostingTaskLifetime<KitchenContext>
    {
        public override void Setup(KitchenContext context, ITaskSetupContext info) => journal.Note($"task setup {counter.Next()}");

        public override void Teardown(KitchenContext context, ITaskTeardownContext info)
        {
        }
    }

    private sealed class Counting(Journal journal) : FrostingTask<KitchenContext>
    {
        public override void Run(KitchenContext context) => journal.Note($"task {context.Counter.Next()}");
    }

    private sealed class AsksForLog(ICakeLog log) : FrostingTask
    {
        public override void Run(ICakeContext context) => log.Information("through the constructor");
    }

    private sealed class NotingLog(Journal journal) : ICakeLog
    {
        public Verbosity Verbosity { get; set; }

        public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args) =>
            journal.Note($"{level}: {string.Format(CultureInfo.InvariantCulture, format, args)}");
    }

    private sealed class LogModule : ICakeModule
    {
        public void Register(ICakeContainerRegistrar registrar) => registrar.RegisterType<NotingLog>().As<ICakeLog>().Singleton();
    }

    private sealed class NamesContext(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note(context.GetType().Name);
    }

    private sealed class NeedsFrostingContext(Journal journal) : AsyncFrostingTask<FrostingContext>
    {
        public override Task RunAsync(FrostingContext context)
        {
            journal.Note(context.GetType().Name);
            return Task.CompletedTask;
        }
    }

    private sealed class NeedsKitchen(Journal journal) : FrostingTask<KitchenContext>
    {
        public override void Run(KitchenContext context) => journal.Note("NeedsKitchen");
    }

    private sealed class OtherLifetime : FrostingLifetime<OtherContext>
    {
        public static OtherContext? Seen { get; private set; }

        public override void Setup(OtherContext context, ISetupContext info) => Seen = context;

        public override void Teardown(OtherContext context, ITeardownContext info)
        {
        }
    }

    private sealed class ComparesContexts(Journal journal) : FrostingTask<OtherContext>
    {
        public override bool ShouldRun(OtherContext context) => Note("should run", context);

        public override void Run(OtherContext context)
        {
            Note("run", context);
            throw new InvalidOperationException("for the error handler");
        }

        public override void OnError(Exception exception, OtherContext context) => Note("on error", context);

        public override void Finally(OtherContext context) => Note("finally", context);

        private bool Note(string part, OtherContext context)
        {
            journal.Note($"{part}: {ReferenceEquals(context, OtherLifetime.Seen)}");
            return true;
        }
    }

    private sealed class NoBaseClass : IFrostingTask
    {
        public Task RunAsync(ICakeContext context) => Task.CompletedTask;

        public bool ShouldRun(ICakeContext context) => true;

        public void OnError(Exception exception, ICakeContext context)
        {
        }

        public void Finally(ICakeContext context)
        {
        }
    }
}
