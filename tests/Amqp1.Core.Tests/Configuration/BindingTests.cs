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
    public void The_first_change_in_code_replaces_the_default_and_the_next_ones_add()
    {
        var options = new Amqp1Options();
        options.Notifications.Topics.Add("audit");
        options.Notifications.Topics.Add("billing");
        options.Notifications.Drivers.Clear();
        options.Notifications.Drivers.Add("log");

        options.Notifications.Topics.ShouldBe(["audit", "billing"]);
        options.Notifications.Drivers.ShouldBe(["log"]);
    }

    [Fact]
    public void An_entry_that_is_set_or_inserted_replaces_the_default()
    {
        var options = new Amqp1Options();
        options.Notifications.Topics[0] = "audit";
        options.Notifications.Topics.Add("billing");
        options.Notifications.Drivers.Insert(1, "log");

        options.Notifications.Topics.ShouldBe(["audit", "billing"]);
        options.Notifications.Drivers.ShouldBe(["log"]);
    }

    [Fact]
    public void Words_bind_in_any_case()
    {
        var options = Bind("""{ "Amqp1": { "PreSettled": "RpcCast, notify", "Addressing": { "Mode": "legacy" }, "Security": { "SaslLayer": "never" } } }""");

        options.PreSettled.ShouldBe(PreSettledKinds.RpcCast | PreSettledKinds.Notify);
        options.Addressing.Mode.ShouldBe(AddressingMode.Legacy);
        options.Security.SaslLayer.ShouldBe(SaslLayer.Never);
    }

    [Fact]
    public void A_clone_shares_nothing_that_can_change()
    {
        var options = new Amqp1Options { Rpc = { AllowedRemoteExceptionModules = ["a"] } };
        var clone = options.Clone();
        foreach (var option in OptionProperty.All)
        {
            option.Get(clone).ShouldBe(option.Get(options), option.Key);
        }

        clone.ControlExchange = "x";
        clone.Connection.Trace = true;
        clone.Security.Ssl = true;
        clone.Addressing.Mode = AddressingMode.Legacy;
        clone.Rpc.AllowedRemoteExceptionModules.Add("b");
        clone.Notifications.Topics.Add("b");
        clone.Notifications.Drivers.Add("log");

        options.ControlExchange.ShouldBe("openstack");
        options.Connection.Trace.ShouldBeFalse();
        options.Security.Ssl.ShouldBeFalse();
        options.Addressing.Mode.ShouldBe(AddressingMode.Dynamic);
        options.Rpc.AllowedRemoteExceptionModules.ShouldBe(["a"]);
        options.Notifications.Topics.ShouldBe(["notifications"]);
        options.Notifications.Drivers.ShouldBe(["messagingv2"]);
    }

    [Theory]
    [InlineData(false, null, null, null, false)]
    [InlineData(true, null, null, null, true)]
    [InlineData(false, "ca.pem", null, null, true)]
    [InlineData(false, null, "cert.pem", null, true)]
    [InlineData(false, null, null, "key.pem", false)]
    [InlineData(false, "", "", null, false)]
    public void Tls_is_on_with_any_of_three_options(bool ssl, string? ca, string? cert, string? key, bool expected) =>
        new SecurityOptions { Ssl = ssl, SslCaFile = ca, SslCertFile = cert, SslKeyFile = key }.UsesTls.ShouldBe(expected);

    [Fact]
    public void Allowed_mechanisms_are_words_in_upper_case()
    {
        new SecurityOptions { SaslMechanisms = "  plain\tSCRAM-SHA-256 " }.AllowedSaslMechanisms.ShouldBe(["PLAIN", "SCRAM-SHA-256"]);
        new SecurityOptions().AllowedSaslMechanisms.ShouldBeEmpty();
    }

    private static Amqp1Options Bind(string json) =>
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build()
            .GetSection(Amqp1Options.SectionName).Get<Amqp1Options>()!;
}
