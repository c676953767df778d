namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>The tests through RabbitMQ 4.3. They run one after the other and share one broker.</summary>
[CollectionDefinition(Name)]
public sealed class SharesRabbit43 : ICollectionFixture<Rabbit43Fixture>
{
    public const string Name = "RabbitMQ 4.3";
}
