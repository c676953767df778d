using Amqp1.Configuration;

namespace Amqp1.Core.Tests.Security;

/// <summary>
/// Two peers behind TLS. One is used by name and the other by address, each with a certificate for that only. The first is a qpid-cpp, the
/// second a router.
/// </summary>
internal sealed class TlsPair : IAsyncDisposable
{
    private readonly TestAuthority _authority = TestAuthority.Create();
    private readonly TestFiles _files = new();
    private readonly ScriptedPeer _first = ScriptedPeer.Start(script => script.Product = "qpid-cpp");
    private readonly ScriptedPeer _second = ScriptedPeer.Start(script => script.Product = "router");
    private readonly TlsFront _byName;
    private readonly TlsFront _byAddress;
    private readonly string _caFile;

    public TlsPair()
    {
        _byName = new TlsFront(_authority.Issue("one", "localhost"), _first.Port);
        _byAddress = new TlsFront(_authority.Issue("two", "127.0.0.1"), _second.Port);
        _caFile = _files.Certificates("ca.pem", _authority.Certificate);
    }

    public string Url => $"amqp://localhost:{_byName.Port},127.0.0.1:{_byAddress.Port}";

    /// <summary>
    /// The peer to which a client has opened a connection. A client tries the hosts in turn, beginning with a random one.
    /// </summary>
    public ScriptedPeer Live => _first.Events.Count<ConnectionOpened>() > 0 ? _first : _second;

    public ScriptedPeer Other(ScriptedPeer peer) => peer == _first ? _second : _first;

    public void Trust(Amqp1Options options) => options.Security.SslCaFile = _caFile;

    public async ValueTask DisposeAsync()
    {
        await _byName.DisposeAsync();
        await _byAddress.DisposeAsync();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        _files.Dispose();
        _authority.Dispose();
    }
}
