using KfPipelineTasks.Benchmarks;

var all = typeof(IBenchmark).Assembly.GetTypes()
    .Where(type => type.IsClass && type.IsAssignableTo(typeof(IBenchmark)))
    .Select(type => (IBenchmark)Activator.CreateInstance(type)!)
    .OrderBy(benchmark => benchmark.Name, StringComparer.Ordinal)
    .ToList();
#pragma warning disable RS0030 // The one place of this program that talks to the console.
var output = Console.Out;
#pragma warning restore RS0030

var chosen = args.Contains("all") ? all : all.Where(benchmark => args.Contains(benchmark.Name)).ToList();
if (chosen.Count == 0)
{
    await output.WriteLineAsync("dotnet run -c Release --project tests/Benchmarks -- NAME... (or all)");
    foreach (var benchmark in all)
    {
        await output.WriteLineAsync($"  {benchmark.Name,-20} {benchmark.Description}");
    }

    return args.Length == 0 ? 0 : 2;
}

foreach (var benchmark in chosen)
{
    await output.WriteLineAsync($"# {benchmark.Name}: {benchmark.Description}");
    await benchmark.RunAsync(output);
}

return 0;
