using System.Reflection;
using Cluster.Contract.Servers;

namespace Cluster.Contract.Expectations;

/// <summary>Every expectation: the public static methods that take a server, of the classes in this folder.</summary>
internal static class ExpectationBook
{
    public static IReadOnlyDictionary<string, Func<ApiServer, Task>> All { get; } = typeof(ExpectationBook).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(ExpectationBook).Namespace)
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
        .Where(method => method.ReturnType == typeof(Task) && method.GetParameters() is [{ ParameterType: var only }] && only == typeof(ApiServer))
        .ToDictionary(method => $"{method.DeclaringType!.Name}: {method.Name}", method => method.CreateDelegate<Func<ApiServer, Task>>(), StringComparer.Ordinal);
}
