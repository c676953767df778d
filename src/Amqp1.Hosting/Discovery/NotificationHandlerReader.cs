using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using Amqp1.Notifications;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Discovery;

/// <summary>Reads one notification handler.</summary>
[RequiresUnreferencedCode(Amqp1ServiceCollectionExtensions.NeedsReflection)]
[RequiresDynamicCode(Amqp1ServiceCollectionExtensions.NeedsReflection)]
internal static class NotificationHandlerReader
{
    /// <summary>Null when the method cannot handle notifications; why, is added to the errors.</summary>
    public static NotificationInvoker? Read(MethodInfo method, JsonSerializerOptions json, List<string> errors)
    {
        var name = $"{method.DeclaringType}.{method.Name}";
        if (!method.IsPublic || method.IsStatic || method.IsGenericMethodDefinition)
        {
            errors.Add($"{name} has [NotificationHandler] and must be a public method of the object, without type parameters.");
            return null;
        }

        var types = method.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        var payload = types.Length > 0 && types[0].IsGenericType && types[0].GetGenericTypeDefinition() == typeof(Notification<>)
            ? types[0].GetGenericArguments()[0]
            : null;
        var takesToken = types.Length == 2 && types[1] == typeof(CancellationToken);
        if (payload is null || (types.Length > 1 && !takesToken))
        {
            errors.Add($"{name} must take a Notification<T> and may take a CancellationToken after it, nothing else.");
            return null;
        }

        if (!json.TryGetTypeInfo(payload, out _))
        {
            errors.Add($"{name} takes a payload of {payload}, for which the JSON options have no metadata.");
            return null;
        }

        if (NotificationInvokers.Create(method, payload, takesToken) is { } invoker)
        {
            return invoker;
        }

        errors.Add($"{name} returns {method.ReturnType}; it must return nothing, NotificationResult, or a Task or ValueTask with or without one.");
        return null;
    }
}
