namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>One combination of a broker and a release of oslo.messaging, with the peers that its tests share.</summary>
public sealed class RabbitInteropFixture<TBroker, TOslo>(TBroker broker) : InteropFixture(new RabbitIntermediary(broker, TOslo.Release))
    where TBroker : RabbitFixture
    where TOslo : IOsloRelease;
