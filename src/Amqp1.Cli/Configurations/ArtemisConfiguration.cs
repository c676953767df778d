using System.Security;
using System.Text;

namespace Amqp1.Cli.Configurations;

/// <summary>The configuration of ActiveMQ Artemis.</summary>
internal sealed class ArtemisConfiguration : IServerConfiguration
{
    public string Name => "artemis";

    public string Product => "apache-activemq-artemis";

    public string FileName => "broker.xml";

    public string RuleOf(AddressRule rule)
    {
        var type = rule.Distribution == AddressDistribution.Multicast ? "MULTICAST" : "ANYCAST";
        var match = SecurityElement.Escape($"{rule.Prefix}{rule.Separator}#");
        return $"""
                  <address-setting match="{match}">
                    <default-address-routing-type>{type}</default-address-routing-type>
                    <default-queue-routing-type>{type}</default-queue-routing-type>
                    <auto-create-addresses>true</auto-create-addresses>
                    <auto-create-queues>true</auto-create-queues>
                    <auto-delete-addresses>true</auto-delete-addresses>
                    <auto-delete-queues>true</auto-delete-queues>
                  </address-setting>
            """;
    }

    /// <summary>
    /// Returns the separator of words in wildcards. Artemis has one for all addresses, and <c>#</c> stands for words after it.
    /// </summary>
    private static char DelimiterOf(ConfigurationRequest request) => request.Rules[0].Separator;

    public string Write(ConfigurationRequest request)
    {
        var text = new StringBuilder();
        text.Append($"""
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- broker.xml: the addresses of services that use Amqp1Hosting or the AMQP 1.0 driver of oslo.messaging.
                 Written by "amqp1 config artemis". -->
            <configuration xmlns="urn:activemq">
              <core xmlns="urn:activemq:core">
                <name>broker1</name>
                <persistence-enabled>true</persistence-enabled>
                <acceptors>
                  <acceptor name="amqp">tcp://127.0.0.1:5672?protocols=AMQP</acceptor>
                </acceptors>
                <!-- The separator of the address mode: a slash in routable addresses, a dot in legacy addresses. -->
                <wildcard-addresses>
                  <delimiter>{DelimiterOf(request)}</delimiter>
                </wildcard-addresses>
                <!-- Every service needs these rights. Replace the role by that of the services. -->
                <security-settings>
                  <security-setting match="#">
                    <permission type="send" roles="amq"/>
                    <permission type="consume" roles="amq"/>
                    <permission type="createAddress" roles="amq"/>
                    <permission type="createNonDurableQueue" roles="amq"/>
                    <permission type="createDurableQueue" roles="amq"/>
                    <permission type="deleteNonDurableQueue" roles="amq"/>
                    <permission type="deleteDurableQueue" roles="amq"/>
                    <permission type="deleteAddress" roles="amq"/>
                  </security-setting>
                </security-settings>
                <address-settings>

            """);
        foreach (var rule in request.Rules.Where(rule => rule.Separator == DelimiterOf(request)))
        {
            text.Append($"      <!-- {rule.Purpose} -->\n{RuleOf(rule)}\n");
        }

        text.Append("""
                </address-settings>
              </core>
            </configuration>

            """);
        return text.ToString();
    }
}
