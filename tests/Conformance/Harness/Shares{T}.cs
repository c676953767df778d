using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Conformance.Tests.Harness;

/// <summary>The tests through one kind of intermediary. They run one after the other and share the intermediary.</summary>
[CollectionDefinition]
public sealed class Shares<TIntermediary> : ICollectionFixture<ConformanceFixture<TIntermediary>>
    where TIntermediary : Intermediary, new();
