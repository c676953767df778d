using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Settings;
using Amqp1.Configuration;

namespace Amqp1.Cli.Commands.Tops;

/// <summary>Requests to the management API of RabbitMQ, which its plugin rabbitmq_management serves over HTTP.</summary>
internal sealed class RabbitApi : IDisposable
{
    private const int Port = 15672;
    private const int TlsPort = 15671;
    private const int PageSize = 500;
    private const int MostBytes = 64 * 1024 * 1024;
    private const string DefaultLogin = "guest";

    private readonly HttpClient _client;
    private readonly Uri _root;
    private readonly string _user;

    private RabbitApi(Uri root, string user, string password, TimeSpan timeout)
    {
        _root = root;
        _user = user;
        _client = new HttpClient { Timeout = timeout, MaxResponseContentBufferSize = MostBytes };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
    }

    /// <summary>Returns the API of a broker. Nothing is sent yet.</summary>
    /// <param name="bus">The message bus, whose first host, user and password are used unless the other URL has its own.</param>
    /// <param name="management">The URL of the API, which may have a user and a password; null for the standard port of the host.</param>
    /// <param name="timeout">The time limit of one request.</param>
    public static RabbitApi Create(BusSettings bus, Uri? management, TimeSpan timeout)
    {
        var host = bus.Url.Hosts[0];
        var isTls = EffectiveOptions.For(bus.Options, bus.Url, new List<string>()).Security.UsesTls;
        var root = management ?? new UriBuilder(isTls ? "https" : "http", host.Host, isTls ? TlsPort : Port).Uri;
        var login = root.UserInfo.Split(':', 2) is [{ Length: > 0 } user, var password]
            ? (User: Uri.UnescapeDataString(user), Password: Uri.UnescapeDataString(password))
            : (User: host.User ?? DefaultLogin, Password: host.Password ?? DefaultLogin);
        var withoutLogin = new UriBuilder(root) { UserName = "", Password = "", Path = root.AbsolutePath.TrimEnd('/') + "/" };
        return new RabbitApi(withoutLogin.Uri, login.User, login.Password, timeout);
    }

    /// <summary>Returns a JSON object.</summary>
    /// <param name="path">The path below the root, such as <c>api/overview</c>.</param>
    /// <param name="cancel">Cancels the request.</param>
    /// <exception cref="CommandFailedException">The API cannot be reached, or refuses the request.</exception>
    public async Task<JsonElement> ReadAsync(string path, CancellationToken cancel)
    {
        try
        {
            using var response = await _client.GetAsync(new Uri(_root, path), cancel).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw new CommandFailedException(ExitCode.Failed, Describe(response.StatusCode, path));
            }

            return JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false));
        }
        catch (HttpRequestException failure)
        {
            throw new CommandFailedException(
                ExitCode.CannotConnect,
                $"Cannot reach the management API of RabbitMQ at {_root}: {failure.Message.TrimEnd('.')}. Run rabbitmq-plugins enable rabbitmq_management on its node, or name another URL with --management.",
                failure);
        }
        catch (OperationCanceledException failure) when (!cancel.IsCancellationRequested)
        {
            throw new CommandFailedException(ExitCode.Timeout, $"The management API of RabbitMQ at {_root} did not answer within {_client.Timeout.TotalSeconds:0.###} s.", failure);
        }
        catch (JsonException failure)
        {
            throw new CommandFailedException(ExitCode.Failed, $"{_root}{path} did not answer with JSON. It may not be the management API of RabbitMQ.", failure);
        }
    }

    /// <summary>Returns all items of a list, page by page. Throws what <see cref="ReadAsync"/> throws.</summary>
    public async Task<IReadOnlyList<JsonElement>> ReadListAsync(string path, CancellationToken cancel)
    {
        var items = new List<JsonElement>();
        var pages = 1;
        for (var page = 1; page <= pages; page++)
        {
            var read = await ReadAsync($"{path}?page={page}&page_size={PageSize}", cancel).ConfigureAwait(false);
            pages = (int)(read.Number("page_count") ?? 0);
            items.AddRange(read.TryGetProperty("items", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : []);
        }

        return items;
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private string Describe(HttpStatusCode status, string path) => status switch
    {
        HttpStatusCode.Unauthorized => $"The management API of RabbitMQ at {_root} refuses the login of {_user}. The user needs the right password and the tag monitoring: rabbitmqctl set_user_tags {_user} monitoring.",
        HttpStatusCode.NotFound => $"The management API of RabbitMQ at {_root} has no {path}. The virtual host of the URL may not exist.",
        _ => $"The management API of RabbitMQ at {_root} answered {path} with status {(int)status}.",
    };
}
