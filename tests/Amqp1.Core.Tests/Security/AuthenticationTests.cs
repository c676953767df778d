using Amqp1.Configuration;

namespace Amqp1.Core.Tests.Security;

/// <summary>Tests of SASL with PLAIN, which replaces Cyrus' mechanisms.</summary>
public sealed class AuthenticationTests : FaultTest
{
    [Fact]
    [Trait("Conformance", "24")]
    [Trait("Conformance", "26")]
    public async Task The_user_of_the_url_is_let_in()
    {
        await using var peer = ScriptedPeer.Start(script => script.Credentials = ("joe@myrealm", "secret"));
        await using var driver = Driver.Start($"amqp://joe%40myrealm:secret@{peer.Host}");

        await driver.Transport.WaitForConnectionAsync(Limit);
    }

    [Fact]
    [Trait("Conformance", "25")]
    [Trait("Conformance", "27")]
    [Trait("EdgeCase", "9")]
    public async Task A_wrong_password_fails_what_waits_when_its_retries_are_used_up_and_says_why()
    {
        await using var peer = ScriptedPeer.Start(script => script.Credentials = ("joe", "secret"));
        await using var driver = Driver.Start($"amqp://joe:wrong@{peer.Host}");

        var failure = await Should.ThrowAsync<MessageDeliveryException>(driver.Client(retry: 2).CallAsync<string>("echo", null, Limit));

        failure.Message.ShouldContain("amqp:unauthorized-access");
        failure.Message.ShouldNotContain("wrong");
    }

    [Fact]
    [Trait("Conformance", "28")]
    public async Task A_peer_that_offers_no_allowed_mechanism_fails_what_waits()
    {
        await using var peer = ScriptedPeer.Start(script => script.Credentials = ("joe", "secret"));
        await using var driver = Driver.Start($"amqp://joe:secret@{peer.Host}", options => options.Security.SaslMechanisms = "EXTERNAL ANONYMOUS");

        var failure = await Should.ThrowAsync<MessageDeliveryException>(driver.Client(retry: 0).CallAsync<string>("echo", null, Limit));

        failure.Message.ShouldContain("amqp:unauthorized-access");
    }

    [Theory]
    [InlineData("/missing", "The peer did not answer the Open: The connection was closed. The virtual host 'missing' may not exist")]
    [InlineData("", "The peer did not answer the Open: The connection was closed.")]
    public async Task A_peer_that_hangs_up_instead_of_answering_the_open_is_no_timeout(string path, string reason)
    {
        await using var peer = ScriptedPeer.Start(script => script.OpenGate = Task.FromException(new IOException("The script ends the connection.")));
        await using var driver = Driver.Start($"amqp://{peer.Host}{path}", options => options.Addressing.PseudoVhost = false);

        var failure = await Should.ThrowAsync<MessageDeliveryException>(driver.Client(retry: 0).CallAsync<string>("echo", null, Limit));

        failure.Message.ShouldContain(reason);
    }

    [Theory]
    [InlineData("joe", "joe@myrealm")]
    [InlineData("joe%40other", "joe@other")]
    [Trait("Conformance", "29")]
    [Trait("Conformance", "30")]
    public async Task The_default_realm_is_added_to_a_user_that_names_none(string user, string sent)
    {
        await using var peer = ScriptedPeer.Start(script => script.Credentials = (sent, "secret"));
        await using var driver = Driver.Start($"amqp://{user}:secret@{peer.Host}", options => options.Security.SaslDefaultRealm = "myrealm");

        await driver.Transport.WaitForConnectionAsync(Limit);

        peer.Events.All<SaslAttempted>().Single().Response.ShouldBe(SaslAttempted.Plain(sent, "secret"));
    }

    [Fact]
    public async Task Each_host_gets_its_own_credentials()
    {
        await using var first = ScriptedPeer.Start(script => script.Credentials = ("one", "1"));
        await using var second = ScriptedPeer.Start(script => script.Credentials = ("two", "2"));
        await using var driver = Driver.Start($"amqp://one:1@{first.Host},two:2@{second.Host}");
        await driver.Transport.WaitForConnectionAsync(Limit);
        var (from, to) = first.Connections.Count > 0 ? (first, second) : (second, first);

        from.CutAll();

        await to.Events.FirstAsync<ConnectionOpened>(cancel: Limit);
    }

    [Fact]
    public async Task Without_a_user_the_sasl_layer_can_be_left_out()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.Security.SaslLayer = SaslLayer.Never);

        await driver.Transport.WaitForConnectionAsync(Limit);

        peer.Events.Count<SaslAttempted>().ShouldBe(0);
    }

    [Fact]
    public async Task Credentials_are_not_sent_past_a_peer_that_does_not_check_them()
    {
        await using var peer = ScriptedPeer.Start(script => script.Mechanisms = ["ANONYMOUS"]);
        await using var driver = Driver.Start($"amqp://joe:secret@{peer.Host}");

        var failure = await Should.ThrowAsync<MessageDeliveryException>(driver.Client(retry: 0).CallAsync<string>("echo", null, Limit));

        failure.Condition.ShouldBe("amqp:unauthorized-access");
        failure.Message.ShouldContain("the server offers ANONYMOUS");
        failure.Message.ShouldContain("SaslMechanisms");
        failure.Message.ShouldNotContain("secret");
        peer.Events.Count<ConnectionOpened>().ShouldBe(0);
    }

    [Fact]
    public async Task Credentials_that_need_not_be_checked_connect_where_ANONYMOUS_is_named()
    {
        await using var peer = ScriptedPeer.Start(script => script.Mechanisms = ["ANONYMOUS"]);
        await using var driver = Driver.Start($"amqp://joe:secret@{peer.Host}", options => options.Security.SaslMechanisms = "PLAIN ANONYMOUS");

        await driver.Transport.WaitForConnectionAsync(Limit);

        peer.Events.All<SaslAttempted>().Single().Response.ShouldBe("joe");
    }
}
