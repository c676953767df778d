using System.Security.Cryptography.X509Certificates;
using Amqp1.Embedded;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>An embedded router or broker that clients of other engines use, and that can be restarted on its port and with its store.</summary>
internal sealed class ForeignIntermediary : IAsyncDisposable
{
    private readonly TestAuthority _authority = TestAuthority.Create();
    private readonly TestFiles _files = new();
    private readonly EmbeddedRouterOptions _options;
    private readonly bool _tls;
    private EmbeddedRouter _router = null!;

    private ForeignIntermediary(ForeignCell cell)
    {
        _tls = cell is ForeignCell.RouterOverTls or ForeignCell.DurableBrokerOverTls;
        _options = new EmbeddedRouterOptions().UsePreset(cell is ForeignCell.Router or ForeignCell.RouterOverTls ? EmbeddedPreset.Router : EmbeddedPreset.Broker);
        if (_tls)
        {
            _options.Tls = new EmbeddedRouterTls { ServerCertificate = _authority.Issue("router", "localhost") };
        }

        if (cell is ForeignCell.DurableBroker or ForeignCell.DurableBrokerOverTls)
        {
            _options.UseSqliteStore(_files.PathOf("broker.db"));
        }

        AuthorityFile = _tls ? _files.Certificates("ca.pem", _authority.Certificate) : null;
    }

    public int Port => _router.Port;

    /// <summary>The authority of its certificate; null without TLS.</summary>
    public X509Certificate2? Authority => _tls ? _authority.Certificate : null;

    /// <summary>The file of the authority; null without TLS.</summary>
    public string? AuthorityFile { get; }

    public static async Task<ForeignIntermediary> StartAsync(ForeignCell cell, CancellationToken cancel)
    {
        var started = new ForeignIntermediary(cell);
        try
        {
            started._router = await EmbeddedRouter.StartAsync(started._options, cancel);
            return started;
        }
        catch
        {
            started.End();
            throw;
        }
    }

    /// <summary>Stops the intermediary and starts it again on the same port. Completes when it listens.</summary>
    public async Task RestartAsync(CancellationToken cancel)
    {
        _options.Port = _router.Port;
        await _router.DisposeAsync();
        _router = await EmbeddedRouter.StartAsync(_options, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _router.DisposeAsync();
        End();
    }

    private void End()
    {
        _files.Dispose();
        _authority.Dispose();
    }
}
