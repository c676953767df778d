using Amqp1.Dialects.OsloAmqp1;

namespace Amqp1.Bus.Connections;

/// <summary>Computes the new connection status after a change of state.</summary>
internal static class ConnectionStatusChange
{
    public static ConnectionStatus Apply(
        ConnectionStatus status, ConnectionState state, string? host, BusConnection? connection, string? error, DateTimeOffset now)
    {
        // A series of failed attempts counts as one outage, so Since keeps the time at which the outage began.
        var next = state switch
        {
            ConnectionState.Connecting or ConnectionState.Disconnected when status.State is ConnectionState.Reconnecting => ConnectionState.Reconnecting,
            _ => state,
        };
        var sameOutage = next == status.State || (status.State is not ConnectionState.Open && next is not ConnectionState.Open);
        return status with
        {
            State = next,
            Since = sameOutage && status.State != ConnectionState.Open ? status.Since : now,
            Host = host ?? status.Host,
            Product = connection is null ? status.Product : connection.Peer.Product,
            Version = connection is null ? status.Version : connection.Peer.Version,
            AddressMode = connection is null ? status.AddressMode : connection.Dialect.Name,
            LastError = error ?? status.LastError,
            LastErrorHost = error is null ? status.LastErrorHost : host ?? status.Host,
        };
    }
}
