using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Amqp1.Transport;
using Amqp1.Transport.Tls;

namespace Amqp1.Core.Tests.Transport;

/// <summary>
/// Tests of the servers that the client trusts (docs/spec/connection.md#tls). It verifies every server unless an option disables that,
/// which is better than upstream.
/// </summary>
public sealed class TlsUpgradeTests : IDisposable
{
    private readonly TestCertificates _files = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _files.Dispose();

    [Fact]
    [Trait("EdgeCase", "45")]
    public async Task A_server_that_nobody_vouches_for_is_refused_by_default() =>
        (await ConnectAsync("server.example", "server.example", new TlsSettings())).ShouldBeFalse();

    [Fact]
    public async Task A_server_of_the_given_authority_is_trusted_under_its_name() =>
        (await ConnectAsync("server.example", "server.example", Trusting())).ShouldBeTrue();

    [Fact]
    public async Task Another_name_is_refused() =>
        (await ConnectAsync("server.example", "other.example", Trusting())).ShouldBeFalse();

    [Fact]
    public async Task A_server_of_another_authority_is_refused()
    {
        using var others = new TestCertificates();

        (await ConnectAsync("server.example", "server.example", new TlsSettings { TrustedAuthorities = Authorities(others) })).ShouldBeFalse();
    }

    [Fact]
    public async Task Insecure_trusts_anybody()
    {
        (await ConnectAsync("server.example", "other.example", new TlsSettings { Insecure = true })).ShouldBeTrue();
        (await ConnectAsync("server.example", "other.example", Trusting() with { Insecure = true })).ShouldBeTrue();
    }

    [Fact]
    public async Task A_given_server_name_is_checked_instead_of_the_host()
    {
        (await ConnectAsync("vhost.example", "server.example", Trusting() with { ServerName = "vhost.example" })).ShouldBeTrue();
        (await ConnectAsync("server.example", "server.example", Trusting() with { ServerName = "vhost.example" })).ShouldBeFalse();
    }

    [Fact]
    public async Task The_client_shows_its_certificate_to_a_server_that_asks()
    {
        var client = _files.Issue("client").Certificate;
        string? shown = null;

        var connected = await ConnectAsync(
            "server.example", "server.example", Trusting() with { ClientIdentity = System.Net.Security.SslStreamCertificateContext.Create(client, null, offline: true) }, certificate => shown = certificate?.GetCertHashString());

        connected.ShouldBeTrue();
        shown.ShouldBe(client.Thumbprint);
    }

    private static X509Certificate2Collection Authorities(TestCertificates files)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(files.AuthorityFile);
        return authorities;
    }

    private TlsSettings Trusting() => new() { TrustedAuthorities = Authorities(_files) };

    /// <summary>Returns whether the client accepts a server with that name.</summary>
    private async Task<bool> ConnectAsync(string serverName, string host, TlsSettings settings, Action<X509Certificate?>? onClientCertificate = null)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(listener.LocalEndpoint, Cancel);
        var serving = ServeAsync(listener, _files.Issue(serverName).Certificate, onClientCertificate);
        try
        {
            await using var stream = await TlsUpgrade.AuthenticateAsync(new NetworkStream(socket), settings, host, Cancel);
            await stream.WriteAsync(new byte[] { 42 }, Cancel);
            (await serving).ShouldBe(42);
            return true;
        }
        catch (AuthenticationException)
        {
            socket.Close();
            (await serving).ShouldBe(-1);
            return false;
        }
    }

    /// <summary>Returns the first byte after the handshake; -1 if the client ends the handshake.</summary>
    private static async Task<int> ServeAsync(TcpListener listener, X509Certificate2 certificate, Action<X509Certificate?>? onClientCertificate)
    {
        using var socket = await listener.AcceptSocketAsync(Cancel);
        await using var stream = new SslStream(new NetworkStream(socket));
        try
        {
            await stream.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = certificate,
                    ClientCertificateRequired = onClientCertificate is not null,
#pragma warning disable CA5359 // Whom the server trusts is not what is tested.
                    RemoteCertificateValidationCallback = (_, shown, _, _) =>
                    {
                        onClientCertificate?.Invoke(shown);
                        return true;
                    },
#pragma warning restore CA5359
                },
                Cancel);
            var first = new byte[1];
            return await stream.ReadAsync(first, Cancel) == 1 ? first[0] : -1;
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            return -1;
        }
    }
}
