using System.Reflection;
using System.Reflection.Emit;

namespace KfPipelineTasks.Tests.Directions;

/// <summary>Tells which rooms (namespaces one below the root) the code of a room refers to, in signatures, attributes and method bodies.</summary>
internal sealed class RoomMap(Assembly assembly, string root)
{
    private const BindingFlags Everything =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(o => o.Value);

    public IReadOnlySet<string> Rooms => assembly.GetTypes().Select(RoomOf).OfType<string>().ToHashSet();

    public IReadOnlySet<string> ImportsOf(string room) => MentionedBy(room)
        .Select(RoomOf).OfType<string>().Where(other => other != room).ToHashSet();

    /// <summary>Assemblies outside the library that a room refers to.</summary>
    public IReadOnlySet<string> AssembliesOf(string room) => MentionedBy(room)
        .Select(t => t.Assembly.GetName().Name).OfType<string>().ToHashSet();

    private IEnumerable<Type> MentionedBy(string room) =>
        assembly.GetTypes().Where(t => RoomOf(t) == room).SelectMany(Mentions).SelectMany(Unwrap);

    private string? RoomOf(Type type) =>
        type.Namespace is { } ns && type.Assembly == assembly && ns.StartsWith(root + ".", StringComparison.Ordinal)
            ? ns[(root.Length + 1)..].Split('.')[0]
            : null;

    private static IEnumerable<Type> Mentions(Type type)
    {
        var methods = type.GetMethods(Everything).Concat<MethodBase>(type.GetConstructors(Everything)).ToList();
        IEnumerable<Type?> found =
        [
            type.BaseType, .. type.GetInterfaces(), .. type.GetFields(Everything).Select(f => f.FieldType),
            .. type.GetCustomAttributesData().Select(a => a.AttributeType), .. methods.SelectMany(Signature), .. methods.SelectMany(Body),
        ];
        return found.OfType<Type>();
    }

    private static IEnumerable<Type?> Signature(MethodBase method) =>
        method.GetParameters().Select(p => (Type?)p.ParameterType).Append((method as MethodInfo)?.ReturnType);

    private static IEnumerable<Type?> Body(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body || body.GetILAsByteArray() is not { } il) yield break;
        foreach (var local in body.LocalVariables) yield return local.LocalType;
        for (var at = 0; at < il.Length;)
        {
            var code = il[at] == 0xFE ? OpCodesByValue[(short)(0xFE00 | il[at + 1])] : OpCodesByValue[il[at]];
            at += code.Size;
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                var member = method.Module.ResolveMember(
                    BitConverter.ToInt32(il, at),
                    method.DeclaringType?.GetGenericArguments(),
                    method.IsGenericMethod ? method.GetGenericArguments() : null);
                yield return member as Type ?? member?.DeclaringType;
            }

            at += OperandSize(code, il, at);
        }
    }

    private static int OperandSize(OpCode code, byte[] il, int at) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
        _ => 4,
    };

    private static IEnumerable<Type> Unwrap(Type type) => type switch
    {
        { HasElementType: true } => Unwrap(type.GetElementType()!),
        { IsGenericType: true } => type.GetGenericArguments().SelectMany(Unwrap).Append(type),
        _ => [type],
    };
}
