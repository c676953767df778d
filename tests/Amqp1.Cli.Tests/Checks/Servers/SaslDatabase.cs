using System.Diagnostics;

namespace Amqp1.Cli.Tests.Checks.Servers;

/// <summary>Users for the SASL library of Qpid's servers: <c>nova</c> with the password <c>secret</c>.</summary>
internal static class SaslDatabase
{
    private static readonly string[] Programs = ["/usr/sbin/saslpasswd2", "/usr/bin/saslpasswd2"];

    /// <summary>Writes the configuration and the users. Returns the folder of the configuration. The test is skipped if the program for users is missing.</summary>
    /// <param name="files">The files of the test.</param>
    /// <param name="application">The name of the server for the library, which is the name of its configuration file.</param>
    /// <param name="mechanisms">The mechanisms, separated by spaces.</param>
    /// <param name="realms">The realms of the user.</param>
    public static string Create(TestFiles files, string application, string mechanisms, params string[] realms)
    {
        var program = Programs.FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "saslpasswd2 (Debian's sasl2-bin) is missing.");
        var database = files.PathOf("sasldb");
        foreach (var realm in realms)
        {
            using var process = Process.Start(new ProcessStartInfo(program!, ["-p", "-c", "-f", database, "-u", realm, "nova"]) { RedirectStandardInput = true })!;
            process.StandardInput.Write("secret");
            process.StandardInput.Close();
            process.WaitForExit();
            process.ExitCode.ShouldBe(0);
        }

        files.Write($"{application}.conf", "pwcheck_method: auxprop", "auxprop_plugin: sasldb", $"sasldb_path: {database}", $"mech_list: {mechanisms}", "");
        return Path.GetDirectoryName(database)!;
    }
}
