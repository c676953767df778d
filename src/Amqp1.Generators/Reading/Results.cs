using Amqp1.Generators.Models;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Reading;

/// <summary>Reads the result of a method.</summary>
internal static class Results
{
    private const string Tasks = "System.Threading.Tasks.";
    private const string Stream = "System.Collections.Generic.IAsyncEnumerable`1";

    public static ResultModel Of(IMethodSymbol method)
    {
        var type = method.ReturnType;
        if (method is { ReturnsVoid: true, IsAsync: true })
        {
            // The method cannot be awaited, and its exceptions end the process.
            return new ResultModel(ResultKind.Refused, null);
        }

        if (method.ReturnsVoid)
        {
            return new ResultModel(ResultKind.Immediate, null);
        }

        if (method.ReturnsByRef || method.ReturnsByRefReadonly)
        {
            return new ResultModel(ResultKind.Refused, null);
        }

        if (type.Is(Tasks + "Task") || type.Is(Tasks + "ValueTask"))
        {
            return new ResultModel(type.IsValueType ? ResultKind.ValueTask : ResultKind.Task, null);
        }

        if (type.Is(Tasks + "Task`1") || type.Is(Tasks + "ValueTask`1"))
        {
            return Value(((INamedTypeSymbol)type).TypeArguments[0], type.IsValueType ? ResultKind.ValueTask : ResultKind.Task);
        }

        return type.Is(Stream) ? Value(((INamedTypeSymbol)type).TypeArguments[0], ResultKind.Stream) : Value(type, ResultKind.Immediate);
    }

    /// <summary>Returns the return type of a method, for messages.</summary>
    public static string Describe(IMethodSymbol method) => method is { ReturnsVoid: true, IsAsync: true } ? "async void" : method.ReturnType.DisplayName();

    /// <summary>Returns the type of the value that a caller receives, or of each item; null if there is none or it cannot be sent.</summary>
    public static ITypeSymbol? ValueOf(IMethodSymbol method) => Of(method) switch
    {
        { Type: null } => null,
        { Kind: ResultKind.Immediate } => method.ReturnType,
        _ => ((INamedTypeSymbol)method.ReturnType).TypeArguments[0],
    };

    private static ResultModel Value(ITypeSymbol type, ResultKind kind) => IsRefused(type)
        ? new ResultModel(ResultKind.Refused, null)
        : new ResultModel(kind, type.InFull(), type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.NotAnnotated });

    private static bool IsRefused(ITypeSymbol type) =>
        type is { IsRefLikeType: true } or IPointerTypeSymbol or IFunctionPointerTypeSymbol
        || IsTask(type)
        || type.Is(Tasks + "ValueTask")
        || type.Is(Tasks + "ValueTask`1")
        || type.Is(Stream)
        || type.Is("System.Collections.Generic.IAsyncEnumerator`1");

    private static bool IsTask(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.Is(Tasks + "Task"))
            {
                return true;
            }
        }

        return false;
    }
}
