using System.Text;

namespace Amqp1.Cli.Configurations;

/// <summary>
/// The configuration of RabbitMQ. Services declare their exchanges and queues themselves, so that it has no addresses.
/// </summary>
internal sealed class RabbitConfiguration : IServerConfiguration
{
    public string Name => "rabbitmq";

    public string Product => "RabbitMQ";

    public string FileName => "rabbitmq.conf";

    public string RuleOf(AddressRule rule) => "No address configuration exists; use a transport URL with the scheme rabbit.";

    public string Write(ConfigurationRequest request)
    {
        var text = new StringBuilder();
        text.Append("""
            # rabbitmq.conf for RabbitMQ 4.0 or later: services that use Amqp1Hosting with a transport URL of the scheme rabbit,
            # and the rabbit driver of oslo.messaging. Written by "amqp1 config rabbitmq".
            # Services declare their exchanges and queues. No plugin is necessary.

            # Services connect here. Add listeners.ssl and ssl_options before it listens on other addresses than loopback.
            listeners.tcp.local = 127.0.0.1:5672

            # Clients without a user would have the rights of guest.
            anonymous_login_user = none

            # rabbitmqctl add_user service PASSWORD
            # rabbitmqctl set_permissions -p / service '.*' '.*' '.*'

            """);
        var rabbit = request.Options.Rabbit;
        if (!rabbit.DurableQueues && !rabbit.QuorumQueues)
        {
            text.Append("""

                # The options of the services describe queues that are neither durable nor quorum queues. RabbitMQ 4 permits them
                # unless this is set to false. Prefer rabbit_quorum_queue in all services of a new deployment.
                deprecated_features.permit.transient_nonexcl_queues = true

                """);
        }

        return text.ToString();
    }
}
