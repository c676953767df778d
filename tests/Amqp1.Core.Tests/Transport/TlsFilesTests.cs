using Amqp1.Transport;
using Amqp1.Transport.Tls;

namespace Amqp1.Core.Tests.Transport;

/// <summary>
/// Tests that certificate files are read for each attempt, and that a file that is broken at that moment changes nothing.
/// </summary>
public sealed class TlsFilesTests : IDisposable
{
    private readonly TestAuthority _authority = TestAuthority.Create();
    private readonly TestAuthority _next = TestAuthority.Create("next root");
    private readonly TestFiles _files = new();
    private readonly LogRecords _log = new();

    public void Dispose()
    {
        _authority.Dispose();
        _next.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task Renewed_files_count_at_the_next_attempt()
    {
        var first = _authority.Issue("first");
        var second = _next.Issue("second");
        var files = new TlsFiles(Names(_authority, first));
        files.Current.ClientCertificate!.Thumbprint.ShouldBe(first.Thumbprint);

        _ = Names(_next, second);
        var settings = await ReadAsync(files);

        settings.ClientCertificate!.Thumbprint.ShouldBe(second.Thumbprint);
        settings.ClientCertificate.HasPrivateKey.ShouldBeTrue();
        settings.TrustedAuthorities!.Single().Thumbprint.ShouldBe(_next.Certificate.Thumbprint);
        _log.All.Count<LogRecord>(record => record.Id == 1031).ShouldBe(1);
    }

    [Fact]
    public async Task Files_that_have_not_changed_give_the_same_settings()
    {
        var files = new TlsFiles(Names(_authority, _authority.Issue("first")));
        var settings = files.Current;

        (await ReadAsync(files)).ShouldBeSameAs(settings);

        _log.All.Count<LogRecord>().ShouldBe(0);
    }

    [Theory]
    [InlineData("ca.pem")]
    [InlineData("cert.pem")]
    [InlineData("key.pem")]
    public async Task A_file_that_is_broken_keeps_the_last_that_could_be_used_and_warns(string name)
    {
        var names = Names(_authority, _authority.Issue("first"));
        var files = new TlsFiles(names);
        var settings = files.Current;

        var file = _files.Write(name, "half a file");
        (await ReadAsync(files)).ShouldBeSameAs(settings);
        File.Delete(file);
        (await ReadAsync(files)).ShouldBeSameAs(settings);

        var warnings = _log.All.All<LogRecord>(record => record.Id == 1032);
        warnings.Count.ShouldBe(2);
        warnings.ShouldAllBe(record => record.Text.Contains(file, StringComparison.Ordinal));
        var second = _authority.Issue("second");
        _ = Names(_authority, second);
        (await ReadAsync(files)).ClientCertificate!.Thumbprint.ShouldBe(second.Thumbprint);
    }

    [Fact]
    public async Task A_certificate_that_is_renewed_before_its_key_waits_for_it()
    {
        var first = _authority.Issue("first");
        var files = new TlsFiles(Names(_authority, first));
        var second = _authority.Issue("second");

        _files.Certificates("cert.pem", second);
        (await ReadAsync(files)).ClientCertificate!.Thumbprint.ShouldBe(first.Thumbprint);

        _files.Write("key.pem", TestFiles.Key(second));
        (await ReadAsync(files)).ClientCertificate!.Thumbprint.ShouldBe(second.Thumbprint);
    }

    private async Task<TlsSettings> ReadAsync(TlsFiles files) => await files.ReadAsync(_log, TestContext.Current.CancellationToken);

    private TlsFileNames Names(TestAuthority authority, System.Security.Cryptography.X509Certificates.X509Certificate2 certificate) => new()
    {
        Authorities = _files.Certificates("ca.pem", authority.Certificate),
        Certificate = _files.Certificates("cert.pem", certificate),
        Key = _files.Write("key.pem", TestFiles.Key(certificate)),
    };
}
