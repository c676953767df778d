using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>Tests of deployments on RabbitMQ 4.3.</summary>
[Collection(SharesRabbit43.Name)]
public sealed class RabbitDeployment43Tests(Rabbit43Fixture fixture) : RabbitDeploymentTests(fixture);
