using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Amqp1.Embedded.Web;

/// <summary>The HTTP endpoints of the console.</summary>
internal static class ConsoleEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps the page, its files and its state below a path.</summary>
    /// <param name="endpoints">The routes of the application.</param>
    /// <param name="path">The path; empty for the root.</param>
    /// <param name="state">The state that the page shows.</param>
    /// <param name="allowRemote">Whether requests of other machines are answered.</param>
    public static RouteGroupBuilder Map(IEndpointRouteBuilder endpoints, string path, ConsoleState state, bool allowRemote)
    {
        var group = endpoints.MapGroup(path);
        foreach (var file in ConsoleContent.All)
        {
            Add(file.Name, context => WriteFileAsync(context, file));
        }

        Add("state", context => WriteStateAsync(context, state));
        return group;

        void Add(string name, RequestDelegate handler) => group
            .MapMethods($"/{name}", Methods, context => allowRemote || ConsoleGuard.IsLocal(context) ? handler(context) : RefuseAsync(context))
            .WithDisplayName($"Amqp1 console {path}/{name}");
    }

    private static async Task WriteFileAsync(HttpContext context, ConsoleContent file)
    {
        // The links of the page are relative: without the slash, they would name the parent of the path.
        var request = context.Request;
        if (file.Name.Length == 0 && !(request.PathBase + request.Path).Value!.EndsWith('/'))
        {
            context.Response.Redirect($"{request.PathBase}{request.Path}/");
            return;
        }

        await WriteAsync(context, file.ContentType, file.Bytes).ConfigureAwait(false);
    }

    private static async Task WriteStateAsync(HttpContext context, ConsoleState state)
    {
        try
        {
            if (await state.ReadAsync(context.RequestAborted).ConfigureAwait(false) is { } json)
            {
                await WriteAsync(context, "application/json", json).ConfigureAwait(false);
            }
            else
            {
                await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "No embedded router or broker runs in this process.").ConfigureAwait(false);
            }
        }
        catch (TimeoutException)
        {
            await RefuseAsync(context, StatusCodes.Status504GatewayTimeout, "The router did not answer in time.").ConfigureAwait(false);
        }
    }

    private static Task RefuseAsync(HttpContext context) =>
        RefuseAsync(context, StatusCodes.Status403Forbidden, "The console answers only requests of this machine to a loopback address or localhost.");

    private static Task RefuseAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, "text/plain; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(reason));
    }

    private static async Task WriteAsync(HttpContext context, string contentType, byte[] content)
    {
        var response = context.Response;
        ConsoleGuard.SetHeaders(response);
        response.ContentType = contentType;
        response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
