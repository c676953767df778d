namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>The tests through RabbitMQ 4.0. They run one after the other and share one broker.</summary>
[CollectionDefinition(Name)]
public sealed class SharesRabbit40 : ICollectionFixture<Rabbit40Fixture>
{
    public const string Name = "RabbitMQ 4.0";
}
