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
    /// <summary>Its invoker, of one kind or the other; none when the method cannot handle notifications: why, is added to the errors.</summary>
    public static (NotificationInvoker? One, NotificationBatchInvoker? Batch) Read(MethodInfo method, JsonSerializerOptions json, List<string> errors)
    {
        var name = $"{method.DeclaringType}.{method.Name}";
        if (!method.IsPublic || method.IsStatic || method.IsGenericMethodDefinition)
        {
            errors.Add($"{name} has [NotificationHandler] and must be a public method of the object, without type parameters.");
            return default;
        }

        var types = method.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        var isBatch = types.Length > 0 && IsGeneric(types[0], typeof(IReadOnlyList<>));
        var notification = isBatch ? types[0].GetGenericArguments()[0] : types.FirstOrDefault();
        var payload = notification is not null && IsGeneric(notification, typeof(Notification<>)) ? notification.GetGenericArguments()[0] : null;
        var takesToken = types.Length == 2 && types[1] == typeof(CancellationToken);
        if (payload is null || (types.Length > 1 && !takesToken))
        {
            errors.Add($"{name} must take a Notification<T>, or an IReadOnlyList<Notification<T>>, and may take a CancellationToken after it, nothing else.");
            return default;
        }

        if (!json.TryGetTypeInfo(payload, out _))
        {
            errors.Add($"{name} takes a payload of {payload}, for which the JSON options have no metadata.");
            return default;
        }

        if (isBatch && NotificationInvokers.CreateBatch(method, payload, takesToken) is { } batch)
        {
            return (null, batch);
        }

        if (!isBatch && NotificationInvokers.Create(method, payload, takesToken) is { } one)
        {
            return (one, null);
        }

        errors.Add($"{name} returns {method.ReturnType}; it must return nothing, NotificationResult, or a Task or ValueTask with or without one.");
        return default;
    }

    private static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;
}
