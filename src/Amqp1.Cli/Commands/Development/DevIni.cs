namespace Amqp1.Cli.Commands.Development;

/// <summary>The section of an ini file with which services of OpenStack use a development environment.</summary>
internal static class DevIni
{
    /// <summary>Returns the lines.</summary>
    /// <param name="rpc">The URL of RPC.</param>
    /// <param name="notify">The URL of notifications; the same text if both use the same intermediary.</param>
    public static string Write(string rpc, string notify)
    {
        var url = notify == rpc ? "" : $"transport_url = {notify}\n";
        return $"[DEFAULT]\ntransport_url = {rpc}\n\n[oslo_messaging_notifications]\ndriver = messagingv2\n{url}";
    }
}
