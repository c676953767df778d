namespace Amqp1.Core.Tests.Configuration;

public sealed class RabbitUrlTests
{
    // The columns are hosts with ports, virtual host ('-' is null) and query.
    [Theory]
    [InlineData("rabbit://", "localhost:5672", "-", "")]
    [InlineData("rabbit://u:p@h1:5672,h2/vhost", "h1:5672 h2:5672", "vhost", "")]
    [InlineData("RABBIT://h", "h:5672", "-", "")]
    [InlineData("kombu+rabbit://h:1/v", "h:1", "v", "")]
    [InlineData("kombu+amqp://h/v", "h:5672", "v", "")]
    [InlineData("rabbit+tls://h1,h2:5672/v", "h1:5671 h2:5672", "v", "ssl=1")]
    [InlineData("rabbit+ssl://h?rabbit_quorum_queue=1", "h:5671", "-", "rabbit_quorum_queue=1;ssl=1")]
    [InlineData("rabbit+tls://", "localhost:5671", "-", "ssl=1")]
    [InlineData("rabbit://h?ssl=1", "h:5672", "-", "ssl=1")]
    [InlineData("rabbit://h/", "h:5672", "-", "")]
    [InlineData("rabbit://h//", "h:5672", "-", "")]
    [InlineData("rabbit://h/%2F", "h:5672", "-", "")]
    [InlineData("rabbit://h//v", "h:5672", "/v", "")]
    [InlineData("rabbit://h/a/b", "h:5672", "a/b", "")]
    [InlineData("rabbit://h/a%2Fb%20%C3%A4", "h:5672", "a/b ä", "")]
    public void A_rabbit_url_asks_for_the_dialect(string text, string hosts, string virtualHost, string query)
    {
        var url = TransportUrl.Parse(text);

        url.RequestedDialect.ShouldBe(RequestedDialect.OsloRabbit);
        string.Join(' ', url.Hosts.Select(host => $"{host.Host}:{host.Port}")).ShouldBe(hosts);
        (url.VirtualHost ?? "-").ShouldBe(virtualHost);
        string.Join(';', url.Query.Select(pair => $"{pair.Key}={pair.Value}")).ShouldBe(query);
    }

    [Fact]
    public void An_amqp_url_leaves_the_dialect_to_the_peer() =>
        TransportUrl.Parse("amqp://h").RequestedDialect.ShouldBe(RequestedDialect.ByPeer);

    [Fact]
    public void Credentials_belong_to_their_host()
    {
        var url = TransportUrl.Parse("rabbit://u:p%2F@h1,h2");

        url.Hosts.ShouldBe([new TransportHost("h1", 5672, "u", "p/"), new TransportHost("h2")]);
        url.HasMixedCredentials.ShouldBeTrue();
    }

    [Theory]
    [InlineData("kombu+rabbit://u:p@h/v", "rabbit://u:p@h:5672/v", "rabbit://u:***@h:5672/v")]
    [InlineData("rabbit+tls://h", "rabbit://h:5671/?ssl=1", "rabbit://h:5671/?ssl=1")]
    [InlineData("rabbit://h//", "rabbit://h:5672/", "rabbit://h:5672/")]
    public void The_text_has_the_scheme_rabbit(string text, string full, string masked)
    {
        TransportUrl.Parse(text).ToUrl().ShouldBe(full);
        TransportUrl.Parse(text).ToString().ShouldBe(masked);
        TransportUrl.Parse(full).ShouldBe(TransportUrl.Parse(text));
    }

    [Theory]
    [InlineData("rabbit://h", "amqp://h", false)]
    [InlineData("rabbit://h", "kombu+rabbit://h/", true)]
    [InlineData("rabbit://h", "rabbit://h/%2F", true)]
    [InlineData("rabbit+tls://h", "rabbit://h:5671?ssl=1", true)]
    [InlineData("rabbit+tls://h", "rabbit://h?ssl=1", false)]
    public void Urls_with_the_same_meaning_are_equal(string one, string other, bool equal)
    {
        TransportUrl.Parse(one).Equals(TransportUrl.Parse(other)).ShouldBe(equal);
        (TransportUrl.Parse(one).GetHashCode() == TransportUrl.Parse(other).GetHashCode()).ShouldBe(equal);
    }
}
