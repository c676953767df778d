using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>Tests of the messages on the wire through RabbitMQ 4.0.</summary>
[Collection(SharesRabbit40.Name)]
public sealed class RabbitWire40Tests(Rabbit40Fixture fixture) : RabbitWireTests(fixture);
