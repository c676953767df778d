using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Discovery;

/// <summary>Reads a class with <c>[RpcEndpoint]</c>: its public methods, but for those that every object has.</summary>
[RequiresUnreferencedCode(Amqp1ServiceCollectionExtensions.NeedsReflection)]
[RequiresDynamicCode(Amqp1ServiceCollectionExtensions.NeedsReflection)]
internal static class RpcEndpointReader
{
    /// <summary>Null when something is wrong; what it is, is added to the errors.</summary>
    public static RpcEndpointDescriptor? Read(Type type, RpcEndpointAttribute attribute, JsonSerializerOptions json, List<string> errors)
    {
        var before = errors.Count;
        if (string.IsNullOrWhiteSpace(attribute.Topic))
        {
            errors.Add($"{type}: [RpcEndpoint] has no topic.");
        }

        if (RpcVersion.TryParse(attribute.Version) is null)
        {
            errors.Add($"{type}: [RpcEndpoint] has version '{attribute.Version}', must be major.minor.");
        }

        var methods = new List<(MethodInfo Method, string WireName)>();
        foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => IsCallable(method) && IsExposed(method, attribute.Access)))
        {
            methods.Add((method, method.GetCustomAttribute<RpcMethodAttribute>()?.Name ?? WireNames.Of(method)));
        }

        if (methods.Count == 0)
        {
            errors.Add(attribute.Access == RpcAccess.Explicit ? $"{type} has no public methods with [RpcMethod] to serve." : $"{type} has no public methods to serve.");
        }

        CheckNames(type, attribute.Access, methods, errors);
        var descriptors = methods.Select(pair => RpcMethodReader.Read(pair.Method, pair.WireName, json, errors)).OfType<RpcMethodDescriptor>().ToArray();
        return errors.Count == before ? new RpcEndpointDescriptor(type, TargetOf(attribute), descriptors)
        {
            LegacyNamespaces = attribute.LegacyNamespaces,
            Access = attribute.Access,
        } : null;
    }

    private static Target TargetOf(RpcEndpointAttribute attribute) => new()
    {
        Topic = attribute.Topic,
        Exchange = attribute.Exchange,
        Server = attribute.Server,
        Namespace = attribute.Namespace,
        Version = attribute.Version,
    };

    private static bool IsCallable(MethodInfo method) =>
        !method.IsSpecialName
        && method.GetBaseDefinition().DeclaringType != typeof(object)
        && !method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        && !IsDispose(method);

    private static bool IsExposed(MethodInfo method, RpcAccess access) =>
        !method.IsDefined(typeof(RpcIgnoreAttribute)) && (access != RpcAccess.Explicit || method.IsDefined(typeof(RpcMethodAttribute)));

    // The container disposes; a caller must not be able to.
    private static bool IsDispose(MethodInfo method) =>
        method.GetParameters().Length == 0
        && (method is { Name: nameof(IDisposable.Dispose), DeclaringType: { } owner } && typeof(IDisposable).IsAssignableFrom(owner)
            || method is { Name: nameof(IAsyncDisposable.DisposeAsync), DeclaringType: { } asyncOwner } && typeof(IAsyncDisposable).IsAssignableFrom(asyncOwner));

    private static void CheckNames(Type type, RpcAccess access, List<(MethodInfo Method, string WireName)> methods, List<string> errors)
    {
        foreach (var twice in methods.GroupBy(pair => pair.WireName).Where(group => group.Count() > 1))
        {
            errors.Add(
                $"{type} has several methods with the wire name '{twice.Key}' ({string.Join(", ", twice.Select(pair => pair.Method.Name))}); " +
                "overloads cannot be told apart by a caller, give them names with [RpcMethod].");
        }

        foreach (var (method, wireName) in methods.Where(pair => pair.WireName.Length == 0 || (pair.WireName[0] == '_' && access == RpcAccess.Default)))
        {
            errors.Add($"{type}.{method.Name} has the wire name '{wireName}': names that are empty or begin with '_' cannot be called.");
        }
    }
}
