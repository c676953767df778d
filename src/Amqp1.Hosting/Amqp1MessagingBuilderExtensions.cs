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

/// <summary>What can be added to messaging.</summary>
public static class Amqp1MessagingBuilderExtensions
{
    /// <summary>Changes how messaging lives in the host; these settings go before those of the section <c>Amqp1:Hosting</c>.</summary>
    public static IAmqp1MessagingBuilder ConfigureHosting(this IAmqp1MessagingBuilder builder, Action<Amqp1HostingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(InstanceKey.OptionsNameOf(builder.Key), configure);
        return builder;
    }

    /// <summary>Names who emits the notifications of the injected <see cref="INotifier"/>, such as <c>compute.host-7</c>.</summary>
    public static IAmqp1MessagingBuilder WithPublisherId(this IAmqp1MessagingBuilder builder, string publisherId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(publisherId);
        return builder.ConfigureHosting(options => options.PublisherId = publisherId);
    }

    /// <summary>
    /// Sets how arguments, results and payloads become JSON. Options that were made without a resolver, such as <c>new JsonSerializerOptions()</c>,
    /// get that of <see cref="MessagingJson.Default"/>; the names of properties are as these options say, so not in snake_case unless they say so.
    /// Default: <see cref="MessagingJson.Default"/>.
    /// </summary>
    public static IAmqp1MessagingBuilder WithJson(this IAmqp1MessagingBuilder builder, JsonSerializerOptions json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return builder.ConfigureHosting(options => options.Json = MessagingJson.Complete(json));
    }

    /// <summary>
    /// Adds source-generated metadata for the types of arguments, results and payloads to <see cref="MessagingJson.Default"/>. A trimmed
    /// application needs it for all types of its own.
    /// </summary>
    public static IAmqp1MessagingBuilder WithJson(this IAmqp1MessagingBuilder builder, params JsonSerializerContext[] contexts) =>
        builder.WithJson(MessagingJson.With(contexts));

    /// <summary>
    /// Registers an <see cref="RpcClient"/> for a topic, as a singleton with the topic as its key:
    /// <c>[FromKeyedServices("conductor")] RpcClient conductor</c>; of an instance with a key, its key and the topic: <c>billing/conductor</c>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="topic">The topic, which is also the key.</param>
    /// <param name="prepare">Makes it a client with other settings, by <see cref="RpcClient.Prepare"/>; null for the configured ones.</param>
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
    /// Serves the endpoint classes of another assembly, too, and registers its interfaces with <c>[RpcClient]</c>, of an instance with a key
    /// under that key. An assembly that is named twice counts once; one that was compiled without the generator of this package has nothing to add.
    /// </summary>
    public static IAmqp1MessagingBuilder AddEndpointsFrom(this IAmqp1MessagingBuilder builder, Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(assembly);
        builder.Services.AddKeyedSingleton<IEndpointSource>(builder.Key, new AssemblyEndpoints(assembly));
        GeneratedCode.AddClients(builder.Services, assembly, builder.Key);
        return builder;
    }

    /// <summary>Serves one class with <c>[RpcEndpoint]</c> or <c>[NotificationEndpoint]</c>, whatever assembly it is in.</summary>
    public static IAmqp1MessagingBuilder AddEndpoint<TEndpoint>(this IAmqp1MessagingBuilder builder)
        where TEndpoint : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddKeyedSingleton<IEndpointSource>(builder.Key, new SingleEndpoint(typeof(TEndpoint)));
        return builder;
    }

    /// <summary>Serves the endpoints of a table. Its classes are services, or the table has factories for them.</summary>
    public static IAmqp1MessagingBuilder AddEndpoints(this IAmqp1MessagingBuilder builder, EndpointTable table)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(table);
        builder.Services.AddKeyedSingleton<IEndpointSource>(builder.Key, new FixedEndpoints(table));
        return builder;
    }
}
