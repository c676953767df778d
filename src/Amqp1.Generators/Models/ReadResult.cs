using Amqp1.Generators.Diagnostics;

namespace Amqp1.Generators.Models;

/// <summary>A type that was read: its model, or what is wrong with it.</summary>
internal sealed record ReadResult<TModel>(TModel? Model, EquatableArray<DiagnosticInfo> Errors)
    where TModel : class;
