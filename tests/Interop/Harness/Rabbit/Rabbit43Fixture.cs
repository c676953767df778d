namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>The fixture of the newest broker.</summary>
public sealed class Rabbit43Fixture() : RabbitFixture(RabbitRelease.V43);
