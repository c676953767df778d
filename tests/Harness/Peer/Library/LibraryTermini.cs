using Amqp.Framing;
using Amqp.Transactions;
using Amqp1.Tests.Harness.Peer.Codec;

namespace Amqp1.Tests.Harness.Peer.Library;

/// <summary>The sources and targets of links as classes of AMQPNetLite.</summary>
internal static class LibraryTermini
{
    public static IReadOnlyList<ILibraryType> All { get; } =
    [
        new LibraryType<Source>(Termini.Source)
            .With(static source => source.Address, static (source, value) => source.Address = value)
            .With(static source => source.Durable, static (source, value) => source.Durable = value)
            .With(static source => source.ExpiryPolicy, static (source, value) => source.ExpiryPolicy = value)
            .With(static source => source.Timeout, static (source, value) => source.Timeout = value)
            .With(static source => source.Dynamic, static (source, value) => source.Dynamic = value)
            .With(static source => source.DynamicNodeProperties, static (source, value) => source.DynamicNodeProperties = value)
            .With(static source => source.DistributionMode, static (source, value) => source.DistributionMode = value)
            .With(static source => source.FilterSet, static (source, value) => source.FilterSet = value)
            .With(static source => source.DefaultOutcome, static (source, value) => source.DefaultOutcome = value)
            .With(static source => source.Outcomes, static (source, value) => source.Outcomes = value)
            .With(static source => source.Capabilities, static (source, value) => source.Capabilities = value),
        new LibraryType<Amqp.Framing.Target>(Termini.Target)
            .With(static target => target.Address, static (target, value) => target.Address = value)
            .With(static target => target.Durable, static (target, value) => target.Durable = value)
            .With(static target => target.ExpiryPolicy, static (target, value) => target.ExpiryPolicy = value)
            .With(static target => target.Timeout, static (target, value) => target.Timeout = value)
            .With(static target => target.Dynamic, static (target, value) => target.Dynamic = value)
            .With(static target => target.DynamicNodeProperties, static (target, value) => target.DynamicNodeProperties = value)
            .With(static target => target.Capabilities, static (target, value) => target.Capabilities = value),
        new LibraryType<Coordinator>(Termini.Coordinator)
            .With(static coordinator => coordinator.Capabilities, static (coordinator, value) => coordinator.Capabilities = value),
    ];
}
