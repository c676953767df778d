namespace Amqp1.Interop.Tests.Harness;

/// <summary>The tests through one kind of intermediary. They run one after the other and share the intermediary and its peers.</summary>
[CollectionDefinition]
public sealed class Shares<TIntermediary> : ICollectionFixture<InteropFixture<TIntermediary>>
    where TIntermediary : Intermediary, new();
