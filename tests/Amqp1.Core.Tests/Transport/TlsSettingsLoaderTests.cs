using Amqp1.Transport;
using Amqp1.Transport.Tls;

namespace Amqp1.Core.Tests.Transport;

public sealed class TlsSettingsLoaderTests : IDisposable
{
    private readonly TestCertificates _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Nothing_named_means_the_machines_authorities_and_no_client_certificate()
    {
        var settings = Load(null, "", null, null, null, insecure: false);

        settings.TrustedAuthorities.ShouldBeNull();
        settings.ClientCertificate.ShouldBeNull();
        settings.Insecure.ShouldBeFalse();
    }

    [Fact]
    public void Authorities_and_the_client_certificate_with_its_key_are_loaded()
    {
        var (certificate, key, _) = _files.Issue("client");
        var settings = Load(
            _files.AuthorityFile, _files.Write("cert.pem", certificate.ExportCertificatePem()), _files.Write("key.pem", key), null, "vhost", insecure: true);

        settings.TrustedAuthorities!.Count.ShouldBe(1);
        settings.ClientCertificate!.Thumbprint.ShouldBe(certificate.Thumbprint);
        settings.ClientCertificate.HasPrivateKey.ShouldBeTrue();
        settings.ServerName.ShouldBe("vhost");
        settings.Insecure.ShouldBeTrue();
    }

    [Fact]
    public void The_key_may_be_in_the_file_of_the_certificate()
    {
        var (certificate, key, _) = _files.Issue("client");
        var file = _files.Write("both.pem", certificate.ExportCertificatePem() + "\n" + key);

        Load(null, file, "", "", null, false).ClientCertificate!.HasPrivateKey.ShouldBeTrue();
    }

    [Fact]
    public void A_key_may_have_a_password()
    {
        var (certificate, _, encrypted) = _files.Issue("client");
        var certFile = _files.Write("cert.pem", certificate.ExportCertificatePem());
        var keyFile = _files.Write("key.pem", encrypted);

        Load(null, certFile, keyFile, "key-secret", null, false).ClientCertificate!.HasPrivateKey.ShouldBeTrue();
        var wrong = Should.Throw<MessagingException>(() => Load(null, certFile, keyFile, "wrong-secret", null, false));
        wrong.Message.ShouldContain(keyFile);
        wrong.Message.ShouldNotContain("wrong-secret");
        Should.Throw<MessagingException>(() => Load(null, certFile, keyFile, null, null, false));
    }

    [Fact]
    public void A_file_that_is_missing_is_named()
    {
        var missing = _files.Missing("nowhere.pem");
        var certFile = _files.Write("cert.pem", _files.Issue("client").Certificate.ExportCertificatePem());

        Should.Throw<MessagingException>(() => Load(missing, null, null, null, null, false)).Message.ShouldContain(missing);
        Should.Throw<MessagingException>(() => Load(null, missing, null, null, null, false)).Message.ShouldContain(missing);
        Should.Throw<MessagingException>(() => Load(null, certFile, missing, null, null, false)).Message.ShouldContain(missing);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    public void A_file_with_something_else_in_it_is_named(string text)
    {
        var file = _files.Write("broken.pem", text);

        Should.Throw<MessagingException>(() => Load(file, null, null, null, null, false)).Message.ShouldContain(file);
        Should.Throw<MessagingException>(() => Load(null, file, null, null, null, false)).Message.ShouldContain(file);
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused()
    {
        var certFile = _files.Write("cert.pem", _files.Issue("client").Certificate.ExportCertificatePem());
        var keyFile = _files.Write("key.pem", _files.Issue("other").KeyPem);

        Should.Throw<MessagingException>(() => Load(null, certFile, keyFile, null, null, false)).Message.ShouldContain(keyFile);
    }

    [Fact]
    public void A_folder_in_place_of_a_file_is_named()
    {
        var folder = Path.GetDirectoryName(_files.AuthorityFile)!;

        Should.Throw<MessagingException>(() => Load(folder, null, null, null, null, false)).Message.ShouldContain(folder);
    }

    private static TlsSettings Load(string? caFile, string? certFile, string? keyFile, string? keyPassword, string? serverName, bool insecure) => new TlsFiles(new TlsFileNames
    {
        Authorities = caFile,
        Certificate = certFile,
        Key = keyFile,
        KeyPassword = keyPassword,
        ServerName = serverName,
        Insecure = insecure,
    }).Current;
}
