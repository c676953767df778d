namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>The fixture of the oldest broker that our library supports.</summary>
public sealed class Rabbit40Fixture() : RabbitFixture(RabbitRelease.V40);
