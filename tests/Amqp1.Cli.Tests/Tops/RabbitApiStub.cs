using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Amqp1.Cli.Tests.Tops;

/// <summary>Answers in place of the management API of RabbitMQ, with the answers of a RabbitMQ 4.</summary>
internal sealed class RabbitApiStub : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly List<string> _requests = [];
    private readonly string _login;

    private RabbitApiStub(string login, int port)
    {
        _login = Convert.ToBase64String(Encoding.UTF8.GetBytes(login));
        Url = $"http://127.0.0.1:{port}";
        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
    }

    /// <summary>The URL without a slash at its end.</summary>
    public string Url { get; }

    /// <summary>The paths and queries of the requests so far.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Starts the API for one login in the form <c>user:password</c>.</summary>
    public static RabbitApiStub Start(string login)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        var stub = new RabbitApiStub(login, port);
        _ = stub.ServeAsync();
        return stub;
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                lock (_requests)
                {
                    _requests.Add(context.Request.RawUrl!);
                }

                var (status, body) = context.Request.Headers["Authorization"] == $"Basic {_login}" ? Answer(context.Request.RawUrl!) : (401, "{\"error\":\"not_authorized\"}");
                context.Response.StatusCode = status;
                context.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: false);
            }
        }
        catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private static (int Status, string Body) Answer(string path) => path switch
    {
        "/api/overview" => (200, """{"product_name":"RabbitMQ","rabbitmq_version":"4.3.6","cluster_name":"rabbit@one","node":"rabbit@one","object_totals":{"channels":5,"connections":2}}"""),
        "/api/queues/%2F?page=1&page_size=500" => (200, """
            {"page":1,"page_count":2,"items":[
              {"name":"compute","type":"classic","consumers":2,"messages_ready":7,"messages_unacknowledged":3,"consumer_capacity":0.02,
               "message_stats":{"publish":100,"publish_details":{"rate":12.4},"deliver_get":90,"deliver_get_details":{"rate":8.0}}}]}
            """),
        "/api/queues/%2F?page=2&page_size=500" => (200, """{"page":2,"page_count":2,"items":[{"name":"idle\u001b[2J","type":"quorum","consumers":1,"consumer_capacity":0,"messages_ready":0}]}"""),
        "/api/connections?page=1&page_size=500" => (200, """
            {"page":1,"page_count":1,"items":[
              {"name":"127.0.0.1:40000 -> 127.0.0.1:5672","container_id":"compute.host-7","peer_host":"127.0.0.1","user":"monitor","channels":3},
              {"name":"127.0.0.1:40001 -> 127.0.0.1:5672","client_properties":{"product":"kombu"},"peer_host":"127.0.0.1","user":"monitor","channels":2}]}
            """),
        _ => (404, "{\"error\":\"Object Not Found\"}"),
    };
}
