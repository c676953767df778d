using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>Tests of deployments on RabbitMQ 4.0.</summary>
[Collection(SharesRabbit40.Name)]
public sealed class RabbitDeployment40Tests(Rabbit40Fixture fixture) : RabbitDeploymentTests(fixture);
