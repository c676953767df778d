using System.Diagnostics.CodeAnalysis;
using Amqp1.Hosting;
using Amqp1.Hosting.Internal;
using Amqp1.Payloads;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a payload store to messaging.</summary>
public static class Amqp1PayloadStoreExtensions
{
    /// <summary>
    /// Adds the store of large payloads of this instance. It takes precedence over <c>Amqp1:ClaimCheck:Directory</c>; the other options of
    /// <c>Amqp1:ClaimCheck</c> determine which payloads are stored.
    /// </summary>
    /// <remarks>The store is a singleton unless it is registered with another lifetime. It must not request the transport or the notifier.</remarks>
    /// <typeparam name="TStore">The class of the store. This method registers it if it is not registered.</typeparam>
    /// <param name="builder">The builder.</param>
    public static IAmqp1MessagingBuilder AddPayloadStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>(
        this IAmqp1MessagingBuilder builder)
        where TStore : class, IPayloadStore
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<TStore>();
        return builder.Add(new PayloadStoreRegistration(static services => services.GetRequiredService<TStore>()));
    }

    /// <summary>
    /// Adds a store object of large payloads, which the application disposes itself. See
    /// <see cref="AddPayloadStore{TStore}(IAmqp1MessagingBuilder)"/>.
    /// </summary>
    public static IAmqp1MessagingBuilder AddPayloadStore(this IAmqp1MessagingBuilder builder, IPayloadStore store)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(store);
        return builder.Add(new PayloadStoreRegistration(_ => store));
    }

    private static IAmqp1MessagingBuilder Add(this IAmqp1MessagingBuilder builder, PayloadStoreRegistration registration)
    {
        builder.Services.AddKeyedSingleton(builder.Key, registration);
        return builder;
    }
}
