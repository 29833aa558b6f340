using System.Reflection;

namespace Cake.Frosting.Tests;

/// <summary>
/// The public API is a list in Cases/PublicApi/api.txt: that of the official package. A member too many would compile here and
/// break a program that changes over to the package.
/// </summary>
public sealed class PublicApiTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void The_public_API_is_the_listed_one()
    {
        var listed = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Cases", "PublicApi", "api.txt"));

        Assert.Equal(listed, Api().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Api() => typeof(CakeHost).Assembly.GetExportedTypes().SelectMany(Lines);

    private static IEnumerable<string> Lines(Type type)
    {
        var name = Name(type);
        yield return $"{name} : {string.Join(", ", Bases(type))}";
        foreach (var member in type.GetMembers(Declared).Where(IsVisible))
        {
            yield return $"{name} {member switch
            {
                ConstructorInfo made => $"new({Parameters(made)})",
                MethodInfo method => Describe(method),
                PropertyInfo property => $"{Name(property.PropertyType)} {property.Name} {{ {(property.CanWrite ? "get; set;" : "get;")} }}",
                _ => throw new InvalidOperationException($"{name} has a {member.MemberType} that this test cannot describe."),
            }}";
        }
    }

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.BaseType is { } parent && parent != typeof(object))
        {
            yield return Name(parent);
        }

        foreach (var contract in type.GetInterfaces().Where(contract => contract.IsPublic).Select(Name).Order(StringComparer.Ordinal))
        {
            yield return contract;
        }

        yield return type switch
        {
            { IsInterface: true } => "interface",
            { IsAbstract: true, IsSealed: true } => "static",
            { IsAbstract: true } => "abstract",
            { IsSealed: true } => "sealed",
            _ => "class",
        };
        if (type.GetCustomAttribute<AttributeUsageAttribute>() is { } usage && type.IsSubclassOf(typeof(Attribute)))
        {
            yield return $"on {usage.ValidOn}, multiple {usage.AllowMultiple}, inherited {usage.Inherited}";
        }
    }

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodInfo { IsSpecialName: true } => false,
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        PropertyInfo property => property.GetAccessors().Length > 0,
        _ => false,
    };

    private static string Describe(MethodInfo method)
    {
        var kind = method switch
        {
            { IsStatic: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => string.Empty,
        };
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Constraints))}>" : string.Empty;
        return $"{kind}{Name(method.ReturnType)} {method.Name}{generic}({Parameters(method)})";
    }

    private static string Constraints(Type parameter)
    {
        var attributes = parameter.GenericParameterAttributes;
        IEnumerable<string> all =
        [
            .. attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
            .. parameter.GetGenericParameterConstraints().Select(Name),
            .. attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) ? ["new()"] : Array.Empty<string>(),
        ];
        return $"{parameter.Name}: {string.Join(" ", all)}";
    }

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}"));

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
