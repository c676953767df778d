using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using Amqp1.Hosting.Internal;
using Amqp1.Notifications;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Discovery;

/// <summary>Makes a table of those among some types that have an endpoint attribute. Everything that is wrong with them is reported together.</summary>
[RequiresUnreferencedCode(Amqp1ServiceCollectionExtensions.NeedsReflection)]
[RequiresDynamicCode(Amqp1ServiceCollectionExtensions.NeedsReflection)]
internal sealed class ReflectedEndpoints(Func<IReadOnlyList<Type>> types) : IEndpointSource
{
    public EndpointTable Load(JsonSerializerOptions json)
    {
        var errors = new List<string>();
        var rpc = new List<RpcEndpointDescriptor>();
        var notifications = new List<NotificationEndpointDescriptor>();
        foreach (var type in types().Where(type => type.IsClass))
        {
            if (type.GetCustomAttribute<RpcEndpointAttribute>() is { } rpcEndpoint && CanBeMade(type, errors)
                && RpcEndpointReader.Read(type, rpcEndpoint, json, errors) is { } rpcDescriptor)
            {
                rpc.Add(rpcDescriptor);
            }

            if (type.GetCustomAttribute<NotificationEndpointAttribute>() is { } notificationEndpoint && CanBeMade(type, errors)
                && NotificationEndpointReader.Read(type, notificationEndpoint, json, errors) is { } notificationDescriptor)
            {
                notifications.Add(notificationDescriptor);
            }
        }

        return errors.Count == 0 ? new EndpointTable(rpc, notifications) : throw new InvalidEndpointException(errors);
    }

    private static bool CanBeMade(Type type, List<string> errors)
    {
        if (!type.IsAbstract && !type.ContainsGenericParameters)
        {
            return true;
        }

        errors.Add($"{type} is {(type.IsAbstract ? "abstract or static" : "generic")}; an endpoint must be a class that can be made.");
        return false;
    }
}
