using System.Net;
using System.Net.Sockets;
using Amqp1.Transport;

namespace Amqp1.Core.Tests.Transport;

public sealed class SocketConnectorTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public SocketConnectorTests() => _listener.Start();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task A_host_is_reached_by_address_and_by_name(string host)
    {
        using var socket = await SocketConnector.ConnectAsync(new PeerHost(host, Port), TimeProvider.System, Cancel);

        socket.Connected.ShouldBeTrue();
        socket.NoDelay.ShouldBeTrue();
    }

    [Fact]
    [Trait("EdgeCase", "40")]
    public async Task Addresses_that_refuse_are_passed_over()
    {
        using var socket = await SocketConnector.ConnectAsync(
            [IPAddress.Parse("127.0.0.2"), IPAddress.IPv6Loopback, IPAddress.Loopback], Port, TimeProvider.System, Cancel);

        ((IPEndPoint)socket.RemoteEndPoint!).Address.MapToIPv4().ShouldBe(IPAddress.Loopback);
    }

    [Fact]
    public async Task The_last_refusal_is_thrown_when_none_answers()
    {
        var port = Port;
        _listener.Stop();

        await Should.ThrowAsync<SocketException>(
            () => SocketConnector.ConnectAsync([IPAddress.Parse("127.0.0.2"), IPAddress.Loopback], port, TimeProvider.System, Cancel));
    }

    [Fact]
    public async Task A_name_without_addresses_is_not_found() => (await Should.ThrowAsync<SocketException>(
        () => SocketConnector.ConnectAsync([], Port, TimeProvider.System, Cancel))).SocketErrorCode.ShouldBe(SocketError.HostNotFound);

    [Fact]
    public async Task A_cancelled_attempt_ends_as_cancelled()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            () => SocketConnector.ConnectAsync([IPAddress.Loopback, IPAddress.Loopback], Port, TimeProvider.System, source.Token));
    }
}
