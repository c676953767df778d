using System.Net;
using System.Net.Sockets;
using Amqp1.Broker.Diagnostics;

namespace Amqp1.Broker.Protocol;

/// <summary>Listens for connections and tracks them until they end.</summary>
internal sealed class Acceptor : IDisposable
{
    private const int Backlog = 4096;
    private static readonly TimeSpan ShortestRetryDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(1);

    private readonly ProtocolContext _context;
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<Connection> _connections = [];
    private Task _accepting = Task.CompletedTask;

    private Acceptor(ProtocolContext context, Socket listener)
    {
        _context = context;
        _listener = listener;
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public int ConnectionCount
    {
        get
        {
            lock (_connections)
            {
                return _connections.Count;
            }
        }
    }

    public static Acceptor Start(ProtocolContext context, IPEndPoint endpoint)
    {
        var listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(endpoint);
            listener.Listen(Backlog);
        }
        catch
        {
            listener.Dispose();
            throw;
        }

        var acceptor = new Acceptor(context, listener);
        acceptor._accepting = acceptor.AcceptAsync();
        return acceptor;
    }

    /// <summary>Stops accepting and closes all connections. Connections that do not close in time are aborted.</summary>
    public async Task StopAsync(string condition, string description, TimeSpan grace, CancellationToken cancel)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        Connection[] connections;
        lock (_connections)
        {
            connections = [.. _connections];
        }

        foreach (var connection in connections)
        {
            connection.Close(condition, description);
        }

        var ended = Task.WhenAll(connections.Select(connection => connection.Completion));
        try
        {
            await ended.WaitAsync(grace, _context.Broker.Time, cancel).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            foreach (var connection in connections)
            {
                connection.Abort();
            }

            await ended.ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var delay = ShortestRetryDelay;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                Serve(socket);
                delay = ShortestRetryDelay;
            }
            catch (Exception exception) when (_stopping.IsCancellationRequested && exception is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
#pragma warning disable CA1031 // After any failure the router must continue to accept connections from other peers.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                // Most likely the process has no file descriptors left. Dropping a connection that is not open frees its descriptor.
                _context.Log.AcceptFailed(exception);
                _context.Admission.DropOldest();
                await DelayAsync(delay).ConfigureAwait(false);
                delay = delay * 2 < LongestRetryDelay ? delay * 2 : LongestRetryDelay;
            }
        }
    }

    private void Serve(Socket socket)
    {
        Connection connection;
        try
        {
            if (!_context.Admission.MakeRoom())
            {
                socket.Dispose();
                return;
            }

            socket.NoDelay = true;
            connection = new Connection(_context, socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        _ = ServeAsync(connection);
    }

    private async Task DelayAsync(TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, _context.Broker.Time, _stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The accept loop handles the error, too.
        }
    }

    private async Task ServeAsync(Connection connection)
    {
        lock (_connections)
        {
            _connections.Add(connection);
        }

        _context.Admission.Add(connection);

        try
        {
            await connection.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            _context.Admission.Remove(connection);
            lock (_connections)
            {
                _connections.Remove(connection);
            }

            connection.Complete();
        }
    }
}
