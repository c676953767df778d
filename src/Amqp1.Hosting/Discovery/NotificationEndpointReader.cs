using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using Amqp1.Notifications;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Discovery;

/// <summary>Reads a class with <c>[NotificationEndpoint]</c>: its methods with <c>[NotificationHandler]</c>.</summary>
[RequiresUnreferencedCode(Amqp1ServiceCollectionExtensions.NeedsReflection)]
[RequiresDynamicCode(Amqp1ServiceCollectionExtensions.NeedsReflection)]
internal static class NotificationEndpointReader
{
    private const int MaxBatchTimeoutSeconds = 86400;

    /// <summary>Null when something is wrong; what it is, is added to the errors.</summary>
    public static NotificationEndpointDescriptor? Read(Type type, NotificationEndpointAttribute attribute, JsonSerializerOptions json, List<string> errors)
    {
        var before = errors.Count;
        if (string.IsNullOrWhiteSpace(attribute.Topic))
        {
            errors.Add($"{type}: [NotificationEndpoint] has no topic.");
        }

        if (attribute.BatchSize < 1)
        {
            errors.Add($"{type}: [NotificationEndpoint] has BatchSize {attribute.BatchSize}, must be 1 or more.");
        }

        if (!(attribute.BatchTimeoutSeconds is > 0 and <= MaxBatchTimeoutSeconds))
        {
            errors.Add($"{type}: [NotificationEndpoint] has BatchTimeoutSeconds {attribute.BatchTimeoutSeconds}, must be more than 0 and at most {MaxBatchTimeoutSeconds}.");
        }

        var filter = Filter(type, attribute, errors);
        var handlers = new Dictionary<NotificationPriority, NotificationInvoker>();
        var batchHandlers = new Dictionary<NotificationPriority, NotificationBatchInvoker>();
        var methods = type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => method.IsDefined(typeof(NotificationHandlerAttribute)))
            .ToArray();
        foreach (var method in methods)
        {
            var (invoker, batchInvoker) = NotificationHandlerReader.Read(method, json, errors);
            foreach (var priority in method.GetCustomAttributes<NotificationHandlerAttribute>().Select(handler => handler.Priority))
            {
                var isTaken = handlers.ContainsKey(priority) || batchHandlers.ContainsKey(priority);
                if (isTaken && (invoker is not null || batchInvoker is not null))
                {
                    errors.Add($"{type} has several handlers for priority {priority}; the second is {method.Name}.");
                }
                else if (invoker is not null)
                {
                    handlers.Add(priority, invoker);
                }
                else if (batchInvoker is not null)
                {
                    batchHandlers.Add(priority, batchInvoker);
                }
            }
        }

        if (methods.Length == 0)
        {
            errors.Add($"{type} has no methods with [NotificationHandler].");
        }

        return errors.Count == before
            ? new NotificationEndpointDescriptor(type, attribute.Topic, filter, handlers, attribute.RequeueOnFailure)
            {
                BatchHandlers = batchHandlers,
                BatchSize = attribute.BatchSize,
                BatchTimeout = TimeSpan.FromSeconds(attribute.BatchTimeoutSeconds),
            }
            : null;
    }

    private static NotificationFilter Filter(Type type, NotificationEndpointAttribute attribute, List<string> errors)
    {
        if (attribute.PublisherId is null && attribute.EventType is null)
        {
            return NotificationFilter.Any;
        }

        try
        {
            return new NotificationFilter(attribute.PublisherId, attribute.EventType);
        }
        catch (ArgumentException wrong)
        {
            errors.Add($"{type}: [NotificationEndpoint] has a filter that is no regular expression: {wrong.Message}");
            return NotificationFilter.Any;
        }
    }
}
