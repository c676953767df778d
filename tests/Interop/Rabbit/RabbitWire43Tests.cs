using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>Tests of the messages on the wire through RabbitMQ 4.3.</summary>
[Collection(SharesRabbit43.Name)]
public sealed class RabbitWire43Tests(Rabbit43Fixture fixture) : RabbitWireTests(fixture);
