global using System.Security.Cryptography.X509Certificates;
global using static GivenSecurity;

internal static class GivenSecurity
{
    public static X509Certificate2 certificate => null!;

    public static X509Certificate2 clientAuthority => null!;

    public static string password => "";
}
