using Microsoft.Data.Sqlite;

namespace Pipeline.Processor.Embedded.Storage;

/// <summary>A connection that several clients share, one at a time.</summary>
internal interface IConnectionGate
{
    T Read<T>(Func<SqliteConnection, T> query);
}
