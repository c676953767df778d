using Amqp1.Configuration;

namespace Amqp1.Core.Tests.Configuration;

public sealed class EffectiveOptionsTests
{
    [Fact]
    [Trait("Conformance", "70")]
    public void The_query_overrides_a_copy_of_the_options()
    {
        var options = new Amqp1Options { Connection = { IdleTimeout = TimeSpan.FromSeconds(5), Trace = true } };

        var effective = For(options, "amqp://h?idle_timeout=20&ssl=1&sasl_mechanisms=PLAIN+EXTERNAL&default_send_timeout=7");

        effective.Connection.IdleTimeout.ShouldBe(TimeSpan.FromSeconds(20));
        effective.Connection.Trace.ShouldBeTrue();
        effective.Security.Ssl.ShouldBeTrue();
        effective.Security.AllowedSaslMechanisms.ShouldBe(["PLAIN", "EXTERNAL"]);
        effective.Rpc.SendTimeout.ShouldBe(TimeSpan.FromSeconds(7));
        options.Connection.IdleTimeout.ShouldBe(TimeSpan.FromSeconds(5));
        options.Security.Ssl.ShouldBeFalse();
    }

    [Theory]
    [InlineData("pre_settled=rpc-cast,notify")]
    [InlineData("pre_settled=rpc-cast&pre_settled=notify")]
    [Trait("EdgeCase", "44")]
    public void Pre_settled_is_split_at_commas(string query) =>
        For(new Amqp1Options { PreSettled = PreSettledKinds.RpcCall }, "amqp://h?" + query).PreSettled
            .ShouldBe(PreSettledKinds.RpcCast | PreSettledKinds.Notify);

    [Theory]
    [InlineData("foo=1", "'foo' is unknown")]
    [InlineData("transport_url=x", "'transport_url' is unknown")]
    [InlineData("SSL=1", "'SSL' is unknown")]
    [InlineData("amqp_durable_queues=1", "'amqp_durable_queues' belongs to the group [oslo_messaging_rabbit]")]
    [InlineData("ssl=maybe", "[oslo_messaging_amqp] ssl (Amqp1:Security:Ssl) is 'maybe', but must be true, 1, on")]
    [InlineData("idle_timeout=abc", "must be an integer from 0 to 86399 (seconds)")]
    [InlineData("default_send_timeout=1", "must be an integer from 5 to 86399 (seconds)")]
    [InlineData("reply_link_credit=0", "must be an integer of 1 or more")]
    [Trait("Conformance", "70")]
    [Trait("EdgeCase", "17")]
    public void Unknown_keys_and_values_out_of_range_are_refused(string query, string reason) =>
        Should.Throw<InvalidTransportUrlException>(() => For(new Amqp1Options(), "amqp://h?" + query)).Message.ShouldContain(reason);

    [Fact]
    public void All_errors_are_told_at_once_without_secrets()
    {
        var message = Should.Throw<InvalidTransportUrlException>(
            () => For(new Amqp1Options(), "amqp://u:secret@h?foo=secret&trace=maybe&ssl_key_password=secret")).Message;

        message.ShouldContain("'foo'");
        message.ShouldContain("trace");
        message.ShouldNotContain("secret");
    }

    [Fact]
    public void Warnings_are_handed_out()
    {
        var warnings = new List<string>();

        EffectiveOptions.For(new Amqp1Options(), TransportUrl.Parse("amqp://h?pre_settled=foo"), warnings);

        warnings.ShouldHaveSingleItem().ShouldContain("'foo'");
    }

    private static Amqp1Options For(Amqp1Options options, string url) => EffectiveOptions.For(options, TransportUrl.Parse(url));
}
