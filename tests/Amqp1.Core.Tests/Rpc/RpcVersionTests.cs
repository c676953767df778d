using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests of the version rule of docs/spec/behaviour.md#dispatch.</summary>
public sealed class RpcVersionTests
{
    [Theory]
    [InlineData("1.5", "1.2", true)]
    [InlineData("1.2", "1.5", false)]
    [InlineData("2.0", "1.0", false)]
    [InlineData("1.0", "2.0", false)]
    [InlineData("1.2.3", "1.2.4", false)]
    [InlineData("1.2.4", "1.2.3", true)]
    [InlineData("1.2.3", "1.2.3", true)]
    [InlineData("1.2", "1.2.1", false)]
    [InlineData("1.2.1", "1.2", true)]
    [InlineData("1.3", "1.2.9", true)]
    [InlineData("1.10", "1.9", true)]
    [InlineData("1.9", "1.10", false)]
    [InlineData("1.0", "1.0", true)]
    public void An_implemented_version_serves_a_requested_one(string implemented, string requested, bool serves) =>
        RpcVersion.Parse(implemented).Serves(RpcVersion.Parse(requested)).ShouldBe(serves);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.")]
    [InlineData(".1")]
    [InlineData("1.2.3.4")]
    [InlineData("1.x")]
    [InlineData("-1.0")]
    [InlineData("1.+1")]
    [InlineData("1. 1")]
    [InlineData("1.99999999999")]
    public void Text_that_is_no_version_is_refused(string? text)
    {
        RpcVersion.TryParse(text).ShouldBeNull();
        Should.Throw<MessagingException>(() => RpcVersion.Parse(text!));
    }
}
