using System.Text;
using Amqp1.Configuration;
using Microsoft.Extensions.Configuration;

namespace Amqp1.Core.Tests.Configuration;

public sealed class BindingTests
{
    [Fact]
    public void Configured_lists_replace_the_defaults()
    {
        var options = Bind("""{ "Amqp1": { "Notifications": { "Topics": ["audit", "billing"], "Drivers": ["log"] } } }""");

        options.Notifications.Topics.ShouldBe(["audit", "billing"]);
        options.Notifications.Drivers.ShouldBe(["log"]);
    }

    [Fact]
    public void Lists_that_are_not_configured_keep_their_defaults()
    {
        var options = Bind("""{ "Amqp1": { "Notifications": { "Retry": 3 } } }""");

        options.Notifications.Retry.ShouldBe(3);
        options.Notifications.Topics.ShouldBe(["notifications"]);
        options.Notifications.Drivers.ShouldBe(["messagingv2"]);
    }

    [Fact]
    public void An_empty_list_is_empty()
    {
        var options = Bind("""{ "Amqp1": { "Notifications": { "Drivers": [] } } }""");

        options.Notifications.Drivers.ShouldBeEmpty();
    }

    private static Amqp1Options Bind(string json) => 
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build()
            .GetSection(Amqp1Options.SectionName).Get<Amqp1Options>()!;
}
