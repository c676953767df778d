using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amqp1;
using Amqp1.Hosting;
using Amqp1.Hosting.Generated;
using Amqp1.Hosting.Internal;
using Amqp1.Notifications;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds endpoints, clients and settings to messaging.</summary>
public static class Amqp1MessagingBuilderExtensions
{
    /// <summary>Changes the hosting settings. They override the section <c>Amqp1:Hosting</c>.</summary>
    public static IAmqp1MessagingBuilder ConfigureHosting(this IAmqp1MessagingBuilder builder, Action<Amqp1HostingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(InstanceKey.OptionsNameOf(builder.Key), configure);
        return builder;
    }

    /// <summary>Sets the publisher ID of notifications sent with the injected <see cref="INotifier"/>, such as <c>compute.host-7</c>.</summary>
    public static IAmqp1MessagingBuilder WithPublisherId(this IAmqp1MessagingBuilder builder, string publisherId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(publisherId);
        return builder.ConfigureHosting(options => options.PublisherId = publisherId);
    }

    /// <summary>
    /// Sets the JSON options for arguments, results and payloads. Options without a resolver, such as <c>new JsonSerializerOptions()</c>,
    /// get the resolver of <see cref="MessagingJson.Default"/>. Property names follow the given options, so they are in snake_case only if
    /// the options specify it. Default: <see cref="MessagingJson.Default"/>.
    /// </summary>
    public static IAmqp1MessagingBuilder WithJson(this IAmqp1MessagingBuilder builder, JsonSerializerOptions json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return builder.ConfigureHosting(options => options.Json = MessagingJson.Complete(json));
    }

    /// <summary>
    /// Adds source-generated metadata for the types of arguments, results and payloads to <see cref="MessagingJson.Default"/>. A trimmed
    /// application needs the metadata of all its own types.
    /// </summary>
    public static IAmqp1MessagingBuilder WithJson(this IAmqp1MessagingBuilder builder, params JsonSerializerContext[] contexts) =>
        builder.WithJson(MessagingJson.With(contexts));

    /// <summary>
    /// Registers an <see cref="RpcClient"/> for a topic as a singleton. Its key is the topic:
    /// <c>[FromKeyedServices("conductor")] RpcClient conductor</c>. In a keyed instance its key consists of the key of the instance and the
    /// topic: <c>billing/conductor</c>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="prepare">Returns a client with other settings, by <see cref="RpcClient.Prepare"/>; null to use the configured settings.</param>
    public static IAmqp1MessagingBuilder AddRpcClient(this IAmqp1MessagingBuilder builder, string topic, Func<RpcClient, RpcClient>? prepare = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(topic);
        builder.Services.TryAddKeyedSingleton(builder.Key is null ? topic : $"{builder.Key}/{topic}", (provider, _) =>
        {
            var client = provider.GetRequiredKeyedService<MessagingTransport>(builder.Key).CreateRpcClient(Target.ForTopic(topic));
            return prepare is null ? client : prepare(client);
        });
        return builder;
    }

    /// <summary>
    /// Changes the settings of a client interface with <c>[RpcClient]</c>. They override the section <c>Amqp1:Clients:{interface}</c>, or
    /// <c>Amqp1:{key}:Clients:{interface}</c> in a keyed instance.
    /// </summary>
    /// <typeparam name="TClient">The interface.</typeparam>
    public static IAmqp1MessagingBuilder ConfigureRpcClient<TClient>(this IAmqp1MessagingBuilder builder, Action<RpcClientOptions> configure)
        where TClient : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(new ClientRegistration(typeof(TClient), builder.Key).OptionsName, configure);
        return builder;
    }

    /// <summary>
    /// Serves the endpoint classes of another assembly and registers its interfaces with <c>[RpcClient]</c>, in a keyed instance under its
    /// key. A repeated call for the same assembly has no effect. An assembly that was compiled without the generator of this package adds
    /// nothing.
    /// </summary>
    public static IAmqp1MessagingBuilder AddEndpointsFrom(this IAmqp1MessagingBuilder builder, Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(assembly);
        builder.Services.AddKeyedSingleton<IEndpointSource>(builder.Key, new AssemblyEndpoints(assembly));
        GeneratedCode.AddClients(builder.Services, assembly, builder.Key);
        return builder;
    }

    /// <summary>Serves one class with <c>[RpcEndpoint]</c> or <c>[NotificationEndpoint]</c> from any assembly.</summary>
    public static IAmqp1MessagingBuilder AddEndpoint<TEndpoint>(this IAmqp1MessagingBuilder builder)
        where TEndpoint : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddKeyedSingleton<IEndpointSource>(builder.Key, new SingleEndpoint(typeof(TEndpoint)));
        return builder;
    }

    /// <summary>Serves the endpoints of a table. Each class must be registered as a service, or the table must have a factory for it.</summary>
    public static IAmqp1MessagingBuilder AddEndpoints(this IAmqp1MessagingBuilder builder, EndpointTable table)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(table);
        builder.Services.AddKeyedSingleton<IEndpointSource>(builder.Key, new FixedEndpoints(table));
        return builder;
    }
}
