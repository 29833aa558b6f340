using System.Reflection;
using System.Runtime.CompilerServices;
using KfPipelineTasks.Build;
using KfPipelineTasks.Settings;

namespace Build.Tests.Graph;

/// <summary>
/// Which settings the code can read that begins in some method: follows every call, delegate, async and iterator body in the program and its
/// library. Who might be called through an interface or a base class counts. Reading settings in, their defaults and their table are no use of them.
/// </summary>
internal sealed class SettingsReach
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly HashSet<Assembly> Ours = [typeof(Run).Assembly, typeof(DeploySettings).Assembly];
    private static readonly HashSet<Type> NoUse = [typeof(SettingsReader), typeof(SettingsTable), typeof(Setting), typeof(SettingsReading)];
    private static readonly Type[] AllTypes = [.. Ours.SelectMany(assembly => assembly.GetTypes())];

    private readonly Dictionary<MethodBase, List<MethodBase>> _overrides = [];
    private readonly Dictionary<MethodBase, List<MethodBase>> _next = [];

    /// <summary>Everything reachable from all methods of the types, the methods themselves included.</summary>
    public HashSet<MethodBase> From(params IEnumerable<Type> types)
    {
        var seen = new HashSet<MethodBase>();
        var open = new Stack<MethodBase>(types.SelectMany(WithNested).SelectMany(MethodsOf));
        while (open.TryPop(out var method))
        {
            if (!seen.Add(method)) continue;
            // Whose method is called was made somewhere: what its constructor leaves for later (a door that opens on first use) is within reach.
            if (!method.IsStatic && method.DeclaringType is { } made)
            {
                foreach (var constructor in made.GetConstructors(Everything)) open.Push(constructor);
            }

            foreach (var next in NextOf(method)) open.Push(next);
        }

        return seen;
    }

    /// <summary>The getter of a setting's value: of <c>Cluster.Name</c> that of <c>Name</c>.</summary>
    public static MethodBase Getter(Setting setting) => Getters(setting).Last();

    /// <summary>The getters on the way to a setting's value.</summary>
    public static IEnumerable<MethodBase> Getters(Setting setting)
    {
        var type = typeof(DeploySettings);
        foreach (var name in setting.Property.Split('.'))
        {
            var property = type.GetProperty(name) ?? throw new InvalidOperationException($"{type.Name} has no {name}.");
            yield return property.GetMethod!;
            type = property.PropertyType;
        }
    }

    private List<MethodBase> NextOf(MethodBase method)
    {
        if (_next.TryGetValue(method, out var known)) return known;
        var next = new List<MethodBase>();
        if (method.GetCustomAttribute<StateMachineAttribute>() is { } machine) next.AddRange(MethodsOf(Open(machine.StateMachineType)));
        foreach (var named in Instructions.NamedBy(method).Select(Open).Where(IsFollowed))
        {
            next.Add(named);
            next.AddRange(OverridesOf(named));
        }

        return _next[method] = next;
    }

    private static bool IsFollowed(MethodBase method) =>
        method.DeclaringType is { } type && Ours.Contains(type.Assembly) && !NoUse.Contains(Outermost(type)) && type.Name != "DerivedDefaults";

    // An interface's or a base class's method stands for all that take its place.
    private List<MethodBase> OverridesOf(MethodBase method)
    {
        if (_overrides.TryGetValue(method, out var known)) return known;
        var found = new List<MethodBase>();
        if (method is MethodInfo { IsVirtual: true, DeclaringType: { } type })
        {
            found.AddRange(AllTypes.Where(candidate => candidate != type && IsBelow(candidate, type)).SelectMany(MethodsOf)
                .Where(m => m.IsVirtual && (m.Name == method.Name || m.Name.EndsWith("." + method.Name, StringComparison.Ordinal)) && m.GetParameters().Length == method.GetParameters().Length));
        }

        return _overrides[method] = found;
    }

    private static bool IsBelow(Type candidate, Type type) =>
        type.IsInterface ? candidate.GetInterfaces().Any(i => Open(i) == type) : Bases(candidate).Any(b => Open(b) == type);

    private static IEnumerable<Type> Bases(Type type)
    {
        for (var here = type.BaseType; here is not null; here = here.BaseType) yield return here;
    }

    private static IEnumerable<MethodBase> MethodsOf(Type type) => type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything));

    // Lambdas and local functions live in classes of the compiler's below the type.
    private static IEnumerable<Type> WithNested(Type type) => type.GetNestedTypes(Everything).SelectMany(WithNested).Prepend(type);

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static Type Open(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    // A call of List<string>.Add and one of List<int>.Add are the same code.
    private static MethodBase Open(MethodBase method)
    {
        if (method is MethodInfo { IsGenericMethod: true, IsGenericMethodDefinition: false } generic) method = generic.GetGenericMethodDefinition();
        return method.DeclaringType is { IsGenericType: true, IsGenericTypeDefinition: false } type
            ? Open(type).GetMethods(Everything).Cast<MethodBase>().Concat(Open(type).GetConstructors(Everything)).First(m => m.MetadataToken == method.MetadataToken)
            : method;
    }
}
