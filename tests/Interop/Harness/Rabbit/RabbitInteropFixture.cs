namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>One combination of a broker and a release of oslo.messaging, with the peers that its tests share.</summary>
internal sealed class RabbitInteropFixture(RabbitFixture broker, OsloRelease oslo) : InteropFixture(new RabbitIntermediary(broker, oslo));
